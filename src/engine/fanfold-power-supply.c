/* fanfold-power-supply.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-power-supply.h"

/* "" where it cannot be read. (transfer full) */
static char *
read_word (const char *folder, const char *supply, const char *name)
{
  g_autofree char *path = g_build_filename (folder, supply, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");

  return g_strstrip (text);
}

gboolean
fanfold_power_supply_is_battery (const char *folder)
{
  g_autoptr (GDir) supplies = NULL;
  gboolean discharging = FALSE;
  const char *supply;

  g_return_val_if_fail (folder != NULL, FALSE);

  supplies = g_dir_open (folder, 0, NULL);
  while (supplies != NULL && (supply = g_dir_read_name (supplies)) != NULL)
    {
      g_autofree char *type = read_word (folder, supply, "type");
      g_autofree char *online = read_word (folder, supply, "online");
      g_autofree char *status = read_word (folder, supply, "status");
      g_autofree char *scope = read_word (folder, supply, "scope");

      if (g_str_equal (type, "Battery") && !g_str_equal (scope, "Device"))
        discharging = discharging || g_str_equal (status, "Discharging");
      else if (!g_str_equal (type, "Battery") && g_str_equal (online, "1"))
        return FALSE;
    }

  return discharging;
}
