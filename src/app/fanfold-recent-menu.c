/* fanfold-recent-menu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-recent-menu.h"

#include <glib/gi18n.h>

#define MAX_ITEMS 10
#define MIME_TYPE "application/x-fanfold"

struct _FanfoldRecentMenu
{
  GObject parent_instance;

  GMenu *menu;
  GMenu *items;
};

G_DEFINE_FINAL_TYPE (FanfoldRecentMenu, fanfold_recent_menu, G_TYPE_OBJECT)

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  GDateTime *one = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  GDateTime *other = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return g_date_time_compare (other, one);
}

static void
append_item (GMenu *items, GtkRecentInfo *info)
{
  const char *name = gtk_recent_info_get_display_name (info);
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (items, item);
}

static void
fill_cb (FanfoldRecentMenu *self)
{
  GList *infos = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  int n = 0;

  g_menu_remove_all (self->items);
  infos = g_list_sort (infos, compare_infos);
  for (GList *link = infos; link != NULL && n < MAX_ITEMS; link = link->next)
    if (g_strcmp0 (gtk_recent_info_get_mime_type (link->data), MIME_TYPE) == 0)
      {
        append_item (self->items, link->data);
        n++;
      }
  g_list_free_full (infos, (GDestroyNotify) gtk_recent_info_unref);

  g_menu_remove_all (self->menu);
  if (n > 0)
    g_menu_append_section (self->menu, _ ("Recent Batches"), G_MENU_MODEL (self->items));
}

static void
fanfold_recent_menu_finalize (GObject *object)
{
  FanfoldRecentMenu *self = FANFOLD_RECENT_MENU (object);

  g_clear_object (&self->items);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (fanfold_recent_menu_parent_class)->finalize (object);
}

static void
fanfold_recent_menu_class_init (FanfoldRecentMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_recent_menu_finalize;
}

static void
fanfold_recent_menu_init (FanfoldRecentMenu *self)
{
  self->menu = g_menu_new ();
  self->items = g_menu_new ();
  g_signal_connect_object (
      gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_cb), self, G_CONNECT_SWAPPED);
  fill_cb (self);
}

FanfoldRecentMenu *
fanfold_recent_menu_new (void)
{
  return g_object_new (FANFOLD_TYPE_RECENT_MENU, NULL);
}

GMenuModel *
fanfold_recent_menu_get_model (FanfoldRecentMenu *self)
{
  g_return_val_if_fail (FANFOLD_IS_RECENT_MENU (self), NULL);

  return G_MENU_MODEL (self->menu);
}

void
fanfold_recent_menu_add (FanfoldRecentMenu *self, GFile *file)
{
  g_autofree char *uri = NULL;
  char mime_type[] = MIME_TYPE;
  char app_name[] = "Fanfold";
  char app_exec[] = "fanfold %u";
  GtkRecentData data = {
    .mime_type = mime_type,
    .app_name = app_name,
    .app_exec = app_exec,
  };

  g_return_if_fail (FANFOLD_IS_RECENT_MENU (self));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

void
fanfold_recent_menu_remove (FanfoldRecentMenu *self, GFile *file)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (FANFOLD_IS_RECENT_MENU (self));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL);
}
