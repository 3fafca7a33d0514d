/* fanfold-describe.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-describe.h"

#include "fanfold-plugin-file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What a plugin prints while it is loaded must not spoil the answer. */
static int
move_stdout_away (void)
{
  int answer = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

  if (answer >= 0 && dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    close (STDOUT_FILENO);

  return answer;
}

/* A process group of its own, so that its parent can end it with all that the plugin starts. */
static void
prepare_process (void)
{
  const struct rlimit no_core = { 0, 0 };

  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setrlimit (RLIMIT_CORE, &no_core);
}

static GVariant *
describe (const char *path)
{
  g_autoptr (GError) error = NULL;
  FanfoldPluginFile *file = fanfold_plugin_file_open (path, &error);
  GVariantDict dict;

  if (file != NULL)
    return fanfold_plugin_file_describe (file);

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (
      &dict, "error", g_variant_new_take_string (g_utf8_make_valid (error->message, -1)));

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          text += n;
          length -= (gsize) n;
        }
    }

  return TRUE;
}

int
fanfold_describe_main (const char *path)
{
  g_autoptr (GVariant) description = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  int answer;

  answer = move_stdout_away ();
  if (answer < 0)
    return 1;
  prepare_process ();

  description = describe (path);
  text = g_variant_print (description, TRUE);
  line = g_strconcat (text, "\n", NULL);

  /* Not by way of the plugin's own exit handlers: the answer is there. */
  _exit (write_all (answer, line, strlen (line)) ? 0 : 1);
}
