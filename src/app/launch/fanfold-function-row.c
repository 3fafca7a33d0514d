/* fanfold-function-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-function-row.h"
#include "fanfold-words.h"

struct _FanfoldFunctionRow
{
  GtkListBoxRow parent_instance;

  FanfoldPlugin *plugin;
  FanfoldFunction *function;
  char *search_text; /* case folded */

  GtkLabel *label;
  GtkLabel *text;
  GtkWidget *broken_icon;
  GtkWidget *retry_button;
};

enum
{
  TRY_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldFunctionRow, fanfold_function_row, GTK_TYPE_LIST_BOX_ROW)

static void
retry_cb (FanfoldFunctionRow *self)
{
  g_signal_emit (self, signals[TRY_AGAIN], 0);
}

static void
show_text (FanfoldFunctionRow *self, const char *label, const char *text, const char *id)
{
  const char *plugin = fanfold_words_plugin_label (self->plugin);
  g_autofree char *all = g_strjoin ("\n", label, text != NULL ? text : "", id, plugin, NULL);

  self->search_text = g_utf8_casefold (all, -1);
  gtk_label_set_label (self->label, label);
  gtk_label_set_label (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL && text[0] != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (text != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_broken (FanfoldFunctionRow *self)
{
  g_autofree char *path = g_filename_display_name (fanfold_plugin_get_path (self->plugin));

  show_text (self,
             fanfold_words_plugin_label (self->plugin),
             fanfold_plugin_get_error (self->plugin),
             fanfold_plugin_get_id (self->plugin));
  gtk_label_set_lines (self->text, 8);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), path);
  gtk_widget_set_visible (self->broken_icon, TRUE);
  gtk_widget_set_visible (self->retry_button, TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

static void
fanfold_function_row_finalize (GObject *object)
{
  FanfoldFunctionRow *self = FANFOLD_FUNCTION_ROW (object);

  g_clear_object (&self->plugin);
  g_clear_object (&self->function);
  g_clear_pointer (&self->search_text, g_free);

  G_OBJECT_CLASS (fanfold_function_row_parent_class)->finalize (object);
}

static void
fanfold_function_row_class_init (FanfoldFunctionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = fanfold_function_row_finalize;

  signals[TRY_AGAIN] = g_signal_new ("try-again",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-function-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldFunctionRow, label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFunctionRow, text);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFunctionRow, broken_icon);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFunctionRow, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
fanfold_function_row_init (FanfoldFunctionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_function_row_new (FanfoldPlugin *plugin, FanfoldFunction *function)
{
  FanfoldFunctionRow *self;

  g_return_val_if_fail (FANFOLD_IS_PLUGIN (plugin), NULL);

  self = g_object_new (FANFOLD_TYPE_FUNCTION_ROW, NULL);
  g_set_object (&self->plugin, plugin);
  g_set_object (&self->function, function);
  if (function == NULL)
    show_broken (self);
  else
    show_text (self,
               fanfold_words_function_label (function),
               fanfold_words_function_summary (function),
               fanfold_function_get_id (function));

  return GTK_WIDGET (self);
}

FanfoldPlugin *
fanfold_function_row_get_plugin (FanfoldFunctionRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION_ROW (self), NULL);

  return self->plugin;
}

FanfoldFunction *
fanfold_function_row_get_function (FanfoldFunctionRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION_ROW (self), NULL);

  return self->function;
}

gboolean
fanfold_function_row_matches (FanfoldFunctionRow *self, const char *search)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION_ROW (self), FALSE);
  g_return_val_if_fail (search != NULL, FALSE);

  folded = g_utf8_casefold (search, -1);
  words = g_strsplit_set (folded, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->search_text, words[i]) == NULL)
      return FALSE;

  return TRUE;
}
