/* fanfold-program.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-program.h"

#include <string.h>
#include <unistd.h>

#define FIELD_STATE 3
#define FIELD_START 22

/* The start of a pid by proc(5), or -1 where it is gone or only waits to be reaped. */
static gint64
read_start (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/stat", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  char *name_end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return -1;

  /* The name in field 2 may hold anything, so counting starts behind its end. */
  name_end = strrchr (text, ')');
  if (name_end == NULL || name_end[1] != ' ')
    return -1;
  fields = g_strsplit (name_end + 2, " ", 0);
  if (g_strv_length (fields) <= FIELD_START - FIELD_STATE || strchr ("ZX", fields[0][0]) != NULL)
    return -1;

  return g_ascii_strtoll (fields[FIELD_START - FIELD_STATE], NULL, 10);
}

static void
read_boot (char *boot, gsize size)
{
  g_autofree char *text = NULL;

  boot[0] = '\0';
  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    g_strlcpy (boot, g_strstrip (text), size);
}

void
fanfold_program_init_self (FanfoldProgram *self)
{
  g_return_if_fail (self != NULL);

  self->pid = getpid ();
  self->start = read_start (self->pid);
  read_boot (self->boot, sizeof self->boot);
}

gboolean
fanfold_program_is_alive (const FanfoldProgram *self)
{
  char boot[sizeof self->boot];

  g_return_val_if_fail (self != NULL, FALSE);

  read_boot (boot, sizeof boot);

  return strcmp (boot, self->boot) == 0 && self->start == read_start (self->pid) &&
         self->start >= 0;
}
