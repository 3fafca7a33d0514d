/* fanfold-glob-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-glob-text.h"
#include "fanfold-folder-glob.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

char *
fanfold_glob_text (const char *glob)
{
  g_auto (FanfoldFolderGlob) folder = { NULL };
  gboolean is_folder;
  g_autofree char *name = NULL;

  g_return_val_if_fail (glob != NULL, NULL);

  is_folder = fanfold_folder_glob_parse (&folder, glob);
  name = g_filename_display_name (is_folder ? folder.folder : glob);
  if (!is_folder)
    return g_steal_pointer (&name);

  if (folder.ending != NULL && folder.deep)
    /* Translators: "/home/me/Pictures and its subfolders, only .jpg". */
    return g_strdup_printf (_ ("%s and its subfolders, only %s"), name, folder.ending);
  if (folder.ending != NULL)
    return g_strdup_printf (_ ("%s without subfolders, only %s"), name, folder.ending);
  if (folder.deep)
    return g_strdup_printf (_ ("%s and its subfolders"), name);

  return g_strdup_printf (_ ("%s without subfolders"), name);
}

char *
fanfold_glob_text_chosen (guint n, const char *ending)
{
  g_autofree char *count = fanfold_text_count (n);
  g_autofree char *chosen = g_strdup_printf (ngettext ("%s chosen", "%s chosen", n), count);

  if (ending == NULL)
    return g_steal_pointer (&chosen);

  /* Translators: "1 chosen · only .jpg". */
  return g_strdup_printf (_ ("%s · only %s"), chosen, ending);
}
