/* fanfold-entry-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-entry-page.h"
#include "fanfold-json-view.h"

#include <glib/gi18n.h>

struct _FanfoldEntryPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  FanfoldJsonView *result_view;
  FanfoldJsonView *arguments_view;
  GtkLabel *version_label;
  GtkLabel *path_label;
};

G_DEFINE_FINAL_TYPE (FanfoldEntryPage, fanfold_entry_page, ADW_TYPE_BIN)

/* A version is kept as "v" and what the function declares, or "b" and the plugin's build. */
static char *
version_text (const FanfoldMemoEntry *entry)
{
  const char *version = entry->version != NULL ? entry->version : "";

  if (*version == 'v')
    return g_strdup_printf (_ ("%s, version %s"), entry->function_id, version + 1);
  if (*version == 'b')
    return g_strdup_printf (_ ("%s, build %s"), entry->function_id, version + 1);

  return g_strdup (entry->function_id);
}

static void
fanfold_entry_page_class_init (FanfoldEntryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (FANFOLD_TYPE_JSON_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/cache/fanfold-entry-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntryPage, result_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntryPage, arguments_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntryPage, version_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntryPage, path_label);
}

static void
fanfold_entry_page_init (FanfoldEntryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_entry_page_set_entry (FanfoldEntryPage *self, FanfoldCacheEntry *entry, const char *folder)
{
  const FanfoldMemoEntry *kept;
  g_autofree char *version = NULL;
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;

  g_return_if_fail (FANFOLD_IS_ENTRY_PAGE (self));
  g_return_if_fail (entry == NULL || folder != NULL);

  gtk_stack_set_visible_child_name (self->stack, entry != NULL ? "entry" : "none");
  if (entry == NULL)
    return;

  kept = fanfold_cache_entry_get (entry);
  version = version_text (kept);
  path = fanfold_cache_entry_dup_path (entry, folder);
  shown = g_filename_display_name (path);
  fanfold_json_view_set_json (self->result_view,
                              kept->result_json,
                              _ ("This result is large and in a file of its own, beside the entry "
                                 "that is named below"));
  fanfold_json_view_set_json (self->arguments_view, kept->arguments_json, NULL);
  gtk_label_set_label (self->version_label, version);
  gtk_label_set_label (self->path_label, shown);
}
