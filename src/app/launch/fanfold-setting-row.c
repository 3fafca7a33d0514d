/* fanfold-setting-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-setting-row.h"
#include "fanfold-input-editor.h"

struct _FanfoldSettingRow
{
  AdwPreferencesRow parent_instance;

  char *setting;
  char *error;
  char *conflict;
  gboolean showing;

  GtkLabel *title_label;
  GtkLabel *meaning_label;
  GtkLabel *error_label;
  GtkEditable *entry;
};

enum
{
  PROP_0,
  PROP_SETTING,
  PROP_MEANING,
  PROP_INITIAL,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldSettingRow, fanfold_setting_row, ADW_TYPE_PREFERENCES_ROW)

static void
show_error (FanfoldSettingRow *self)
{
  const char *error = fanfold_setting_row_get_error (self);

  gtk_label_set_label (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  fanfold_input_editor_mark_widget (GTK_WIDGET (self->entry), error);
}

static char *
dup_text (FanfoldSettingRow *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}

static void
check (FanfoldSettingRow *self)
{
  FanfoldSettings scratch = FANFOLD_SETTINGS_INIT;
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) error = NULL;

  if (text[0] != '\0')
    fanfold_settings_set_text (&scratch, self->setting, text, &error);

  g_free (self->error);
  self->error = error != NULL ? g_strdup (error->message) : NULL;
  show_error (self);
}

static void
changed_cb (FanfoldSettingRow *self)
{
  if (self->setting == NULL)
    return;

  check (self);
  if (!self->showing)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* The title comes after construction. */
static void
title_cb (FanfoldSettingRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  gtk_label_set_label (self->title_label, title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
fanfold_setting_row_finalize (GObject *object)
{
  FanfoldSettingRow *self = FANFOLD_SETTING_ROW (object);

  g_clear_pointer (&self->setting, g_free);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->conflict, g_free);

  G_OBJECT_CLASS (fanfold_setting_row_parent_class)->finalize (object);
}

static void
fanfold_setting_row_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  FanfoldSettingRow *self = FANFOLD_SETTING_ROW (object);
  const char *text = g_value_get_string (value);

  switch (prop_id)
    {
    case PROP_SETTING:
      g_free (self->setting);
      self->setting = g_strdup (text);
      break;

    case PROP_MEANING:
      gtk_label_set_label (self->meaning_label, text != NULL ? text : "");
      break;

    case PROP_INITIAL:
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_setting_row_class_init (FanfoldSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_setting_row_finalize;
  object_class->set_property = fanfold_setting_row_set_property;

  properties[PROP_SETTING] = g_param_spec_string ("setting", NULL, NULL, NULL, flags);
  properties[PROP_MEANING] = g_param_spec_string ("meaning", NULL, NULL, NULL, flags);
  properties[PROP_INITIAL] = g_param_spec_string ("initial", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-setting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingRow, meaning_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingRow, error_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_setting_row_init (FanfoldSettingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_cb), NULL);
}

void
fanfold_setting_row_show (FanfoldSettingRow *self, const FanfoldSettings *settings)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FANFOLD_IS_SETTING_ROW (self));
  g_return_if_fail (settings != NULL);

  text = fanfold_settings_dup_text (settings, self->setting);
  self->showing = TRUE;
  gtk_editable_set_text (self->entry, text != NULL ? text : "");
  self->showing = FALSE;
}

void
fanfold_setting_row_take (FanfoldSettingRow *self, FanfoldSettings *settings)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FANFOLD_IS_SETTING_ROW (self));
  g_return_if_fail (settings != NULL);

  text = dup_text (self);
  if (text[0] != '\0')
    fanfold_settings_set_text (settings, self->setting, text, NULL);
}

const char *
fanfold_setting_row_get_error (FanfoldSettingRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_SETTING_ROW (self), NULL);

  return self->error != NULL ? self->error : self->conflict;
}

void
fanfold_setting_row_set_conflict (FanfoldSettingRow *self, const char *message)
{
  g_return_if_fail (FANFOLD_IS_SETTING_ROW (self));

  g_free (self->conflict);
  self->conflict = g_strdup (message);
  show_error (self);
}
