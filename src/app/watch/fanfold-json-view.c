/* fanfold-json-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-view.h"
#include "fanfold-json-indent.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FanfoldJsonView
{
  AdwBin parent_instance;

  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkLabel *note;
  GtkLabel *placeholder;
  GtkStack *stack;
  char *json;
  char *label;
  gboolean indented;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_INDENTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldJsonView, fanfold_json_view, ADW_TYPE_BIN)

static void
show_text (FanfoldJsonView *self, const char *text)
{
  gsize length = strlen (text);
  gsize shown = length;

  if (length > FANFOLD_JSON_VIEW_MAX_BYTES)
    shown = (gsize) (g_utf8_find_prev_char (text, text + FANFOLD_JSON_VIEW_MAX_BYTES) - text);

  gtk_text_buffer_set_text (self->buffer, text, (int) shown);
  gtk_widget_set_visible (GTK_WIDGET (self->note), shown < length);
  if (shown < length)
    {
      g_autofree char *all = g_format_size (length);
      g_autofree char *part = g_format_size (shown);
      /* Translators: both are sizes, such as 65.5 kB and 1.2 MB. */
      g_autofree char *note =
          g_strdup_printf (_ ("The first %s of %s are shown; Copy takes all."), part, all);

      gtk_label_set_label (self->note, note);
    }
}

static void
update (FanfoldJsonView *self)
{
  g_autofree char *indented = NULL;

  gtk_stack_set_visible_child_name (self->stack, self->json != NULL ? "text" : "placeholder");
  if (self->json == NULL)
    return;

  indented = self->indented ? fanfold_json_indent (self->json) : NULL;
  show_text (self, indented != NULL ? indented : self->json);
}

static void
copy_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldJsonView *self = FANFOLD_JSON_VIEW (widget);

  if (self->json != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->json);
}

static void
fanfold_json_view_finalize (GObject *object)
{
  FanfoldJsonView *self = FANFOLD_JSON_VIEW (object);

  g_clear_pointer (&self->json, g_free);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (fanfold_json_view_parent_class)->finalize (object);
}

static void
fanfold_json_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldJsonView *self = FANFOLD_JSON_VIEW (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;

    case PROP_INDENTED:
      g_value_set_boolean (value, self->indented);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_json_view_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  FanfoldJsonView *self = FANFOLD_JSON_VIEW (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_free (self->label);
      self->label = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->label != NULL ? self->label : "",
                                      -1);
      break;

    case PROP_INDENTED:
      self->indented = g_value_get_boolean (value);
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_json_view_class_init (FanfoldJsonViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = fanfold_json_view_finalize;
  object_class->get_property = fanfold_json_view_get_property;
  object_class->set_property = fanfold_json_view_set_property;

  properties[PROP_LABEL] =
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INDENTED] = g_param_spec_boolean (
      "indented", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-json-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldJsonView, text_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJsonView, buffer);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJsonView, note);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJsonView, placeholder);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJsonView, stack);
  gtk_widget_class_install_action (widget_class, "json.copy", NULL, copy_cb);
  gtk_widget_class_install_property_action (widget_class, "json.indent", "indented");
}

static void
fanfold_json_view_init (FanfoldJsonView *self)
{
  self->indented = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_json_view_set_json (FanfoldJsonView *self, const char *json, const char *placeholder)
{
  g_return_if_fail (FANFOLD_IS_JSON_VIEW (self));

  gtk_label_set_label (self->placeholder, placeholder != NULL ? placeholder : "");
  if (json != NULL && g_strcmp0 (json, self->json) == 0)
    return;

  g_free (self->json);
  self->json = g_strdup (json);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "json.copy", json != NULL);
  update (self);
}

char *
fanfold_json_view_dup_text (FanfoldJsonView *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (FANFOLD_IS_JSON_VIEW (self), NULL);

  if (self->json == NULL)
    return g_strdup (gtk_label_get_label (self->placeholder));

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}
