/* fanfold-command-end.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-end.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define MAX_LINE 300 /* characters */

/* What a shell does itself. */
static const char *const builtins[] = {
  "alias",  "bg",   "break", "case", "cd",    "command", "eval",  "exec",  "exit",  "export",
  "fg",     "for",  "hash",  "if",   "jobs",  "let",     "local", "read",  "set",   "shift",
  "source", "trap", "type",  "wait", "umask", "ulimit",  "unset", "until", "while", "declare",
};

char *
fanfold_command_end_describe_start (const char *program, int code, int *status)
{
  g_autofree char *shown = g_filename_display_name (program);
  gboolean missing = code == ENOENT || code == ENOTDIR;

  *status = missing ? FANFOLD_COMMAND_NOT_FOUND : FANFOLD_COMMAND_NOT_RUN;
  for (gsize i = 0; missing && i < G_N_ELEMENTS (builtins); i++)
    if (strcmp (program, builtins[i]) == 0)
      return g_strdup_printf (
          "command not found: “%s” is a command of the shell: turn on “Shell” (--shell)", shown);
  if (missing && strchr (program, '/') != NULL)
    return g_strdup_printf ("command not found: there is no “%s”, or not what it is to be run with",
                            shown);
  if (missing)
    return g_strdup_printf ("command not found: “%s” is in no folder of PATH", shown);
  if (code == E2BIG)
    return g_strdup_printf ("the command cannot be run: it is too long for the system");

  return g_strdup_printf ("“%s” cannot be run: %s", shown, g_strerror (code));
}

static gboolean
is_part_of_word (char c)
{
  return c != '\0' && (g_ascii_isalnum (c) || strchr ("_-./", c) != NULL || (guint8) c >= 0x80);
}

/* Where @word stands in @line by itself, or with another ending behind it, and not in quotes
 * already. */
static const char *
find_word (const char *line, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (line, word); at != NULL; at = strstr (at + 1, word))
    if ((at == line || (!is_part_of_word (at[-1]) && strchr ("'\"`", at[-1]) == NULL)) &&
        (!is_part_of_word (at[length]) || at[length] == '.'))
      return at;

  return NULL;
}

static void
quote_word (GString *line, const char *word)
{
  const char *at = *word != '\0' && *word != '-' ? find_word (line->str, word) : NULL;
  const char *end;
  gssize begin;

  if (at == NULL || !g_utf8_validate (word, -1, NULL))
    return;

  end = at + strlen (word);
  while (is_part_of_word (*end))
    end++;
  while (end > at + strlen (word) && end[-1] == '.')
    end--;
  begin = at - line->str;
  g_string_insert (line, end - line->str, "”");
  g_string_insert (line, begin, "“");
}

static char *
dup_quoted (const char *last_line, const char *const *words)
{
  GString *line = g_string_new (last_line);

  for (guint i = 1; words[0] != NULL && words[i] != NULL && i < 100; i++)
    {
      g_autofree char *name = g_path_get_basename (words[i]);

      quote_word (line, words[i]);
      if (strcmp (name, words[i]) != 0)
        quote_word (line, name);
    }
  if (g_utf8_strlen (line->str, -1) > MAX_LINE)
    {
      g_string_truncate (line,
                         (gsize) (g_utf8_offset_to_pointer (line->str, MAX_LINE) - line->str));
      g_string_append (line, "…");
    }

  return g_string_free (line, FALSE);
}

static void
append_signal (GString *text, int number)
{
  const char *name = sigabbrev_np (number);

  if (name == NULL)
    g_string_append_printf (text, "killed by signal %d", number);
  else if (number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP ||
           number == SIGPIPE)
    g_string_append_printf (text, "killed: SIG%s", name);
  else
    {
      g_autofree char *word = g_ascii_strdown (sigdescr_np (number), -1);

      g_string_append_printf (text, "crashed: %s (SIG%s)", word, name);
    }
}

char *
fanfold_command_end_describe (int status,
                              const char *last_line,
                              const char *const *words,
                              gboolean shell)
{
  GString *text = g_string_new (NULL);

  if (WIFSIGNALED (status))
    {
      append_signal (text, WTERMSIG (status));
      g_string_append_printf (text, ", status %d", 128 + WTERMSIG (status));
    }
  else
    {
      g_string_append_printf (text, "exited with status %d", WEXITSTATUS (status));
      if (shell && WEXITSTATUS (status) > 128 && sigabbrev_np (WEXITSTATUS (status) - 128) != NULL)
        g_string_append_printf (
            text, " (as if killed: SIG%s)", sigabbrev_np (WEXITSTATUS (status) - 128));
    }

  if (last_line != NULL)
    {
      g_autofree char *quoted = dup_quoted (last_line, words);

      g_string_append_printf (text, ": %s", quoted);
    }

  return g_string_free (text, FALSE);
}
