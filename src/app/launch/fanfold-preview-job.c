/* fanfold-preview-job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-job.h"
#include "fanfold-preview-text.h"

#include "fanfold-preflight.h"

struct _FanfoldPreviewJob
{
  GObject parent_instance;

  guint64 index;
  char *number;
  char *arguments;
  char *command;
  char *note;
  guint marks;
};

enum
{
  PROP_0,
  PROP_NUMBER,
  PROP_ARGUMENTS,
  PROP_COMMAND,
  PROP_ICON,
  PROP_NOTE,
  PROP_ICON_CLASSES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldPreviewJob, fanfold_preview_job, G_TYPE_OBJECT)

static const char *
get_icon (FanfoldPreviewJob *self)
{
  if ((self->marks & ~FANFOLD_PREFLIGHT_CACHED) != 0)
    return "dialog-warning-symbolic";

  return self->marks != 0 ? "document-open-recent-symbolic" : "";
}

static const char *const *
get_icon_classes (FanfoldPreviewJob *self)
{
  static const char *const warning[] = { "warning", NULL };
  static const char *const cached[] = { "success", NULL };

  return (self->marks & ~FANFOLD_PREFLIGHT_CACHED) != 0 ? warning : cached;
}

static void
fanfold_preview_job_finalize (GObject *object)
{
  FanfoldPreviewJob *self = FANFOLD_PREVIEW_JOB (object);

  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->arguments, g_free);
  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (fanfold_preview_job_parent_class)->finalize (object);
}

static void
fanfold_preview_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldPreviewJob *self = FANFOLD_PREVIEW_JOB (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_string (value, self->number);
      break;

    case PROP_ARGUMENTS:
      g_value_set_string (value, self->arguments);
      break;

    case PROP_COMMAND:
      g_value_set_string (value, self->command);
      break;

    case PROP_ICON:
      g_value_set_string (value, get_icon (self));
      break;

    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;

    case PROP_ICON_CLASSES:
      g_value_set_boxed (value, get_icon_classes (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_preview_job_class_init (FanfoldPreviewJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_preview_job_finalize;
  object_class->get_property = fanfold_preview_job_get_property;

  properties[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, NULL, flags);
  properties[PROP_ARGUMENTS] = g_param_spec_string ("arguments", NULL, NULL, NULL, flags);
  properties[PROP_COMMAND] = g_param_spec_string ("command", NULL, NULL, NULL, flags);
  properties[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_ICON_CLASSES] =
      g_param_spec_boxed ("icon-classes", NULL, NULL, G_TYPE_STRV, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_preview_job_init (FanfoldPreviewJob *self)
{
  self->note = g_strdup ("");
}

/* On one line; (transfer full) */
static char *
dup_command (GPtrArray *params, GVariant *args)
{
  for (guint i = 0; i < params->len; i++)
    {
      g_autoptr (GVariant) value = NULL;
      char *text;

      if (fanfold_param_get_param_type (params->pdata[i]) != FANFOLD_PARAM_TYPE_COMMAND)
        continue;

      value = g_variant_get_child_value (args, i);
      text = g_utf8_make_valid (g_variant_get_bytestring (value), -1);

      return g_strdelimit (text, "\n\r\t", ' ');
    }

  return g_strdup ("");
}

FanfoldPreviewJob *
fanfold_preview_job_new (guint64 index, FanfoldCombine *combine)
{
  FanfoldPreviewJob *self;
  GPtrArray *params;
  g_autoptr (GVariant) args = NULL;

  g_return_val_if_fail (combine != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_PREVIEW_JOB, NULL);
  self->index = index;
  self->number = g_strdup_printf ("%" G_GUINT64_FORMAT, index);
  params = fanfold_function_get_params (fanfold_combine_get_function (combine));
  args = fanfold_combine_get_args (combine, index);
  self->arguments = args != NULL ? fanfold_combine_describe (combine, index) : g_strdup ("");
  self->command = args != NULL ? dup_command (params, args) : g_strdup ("");

  return self;
}

void
fanfold_preview_job_set_marks (FanfoldPreviewJob *self, guint marks)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_JOB (self));

  if (self->marks == marks)
    return;

  self->marks = marks;
  g_free (self->note);
  self->note = fanfold_preview_text_marks (marks);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_CLASSES]);
}

guint64
fanfold_preview_job_get_index (FanfoldPreviewJob *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_JOB (self), 0);

  return self->index;
}
