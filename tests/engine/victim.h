/* victim.h: a program that is killed in mid-run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

G_BEGIN_DECLS

static inline guint
victim_count_lines (const char *path)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  for (const char *end = strchr (text, '\n'); end != NULL; end = strchr (end + 1, '\n'))
    n++;

  return n;
}

/* Runs @program with --victim and @tally, a file to which its jobs write a line each, in this
 * test's folders; kills it once there are @n lines. */
static inline void
victim_kill (const char *program, const char *tally, guint n)
{
  char *argv[] = { (char *) program, (char *) "--victim", (char *) tally, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  environment = g_environ_setenv (environment, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_CACHE_HOME", g_get_user_cache_dir (), TRUE);
  g_spawn_async (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3000 && victim_count_lines (tally) < n; i++)
    g_usleep (10 * 1000);
  g_assert_cmpuint (victim_count_lines (tally), >=, n);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

G_END_DECLS
