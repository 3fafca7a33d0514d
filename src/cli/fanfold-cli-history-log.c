/* fanfold-cli-history-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-cli-text.h"
#include <unistd.h>

#define PIECE_BYTES (256 * 1024)

typedef struct
{
  gboolean of_one_job;
  guint64 index;
  gboolean json;
  gboolean plain; /* for a terminal, which would obey what it reads */

  GString *text;
  int status;
  gboolean over; /* nothing more is to be written */
} Output;

static void
write_text (Output *self)
{
  self->over = self->over || !fanfold_cli_write (self->text->str, self->text->len, &self->status);
  g_string_truncate (self->text, 0);
}

static void
append_line_json (GString *text,
                  guint64 index,
                  guint attempt,
                  FanfoldLogKind kind,
                  const char *line,
                  gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (line, (gssize) length);

  g_string_append_printf (text, "{\"index\":%" G_GUINT64_FORMAT ",\"attempt\":%u,", index, attempt);
  fanfold_cli_append_member (text, "kind", fanfold_cli_history_get_kind (kind));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "line", valid);
  g_string_append (text, "}\n");
}

static gboolean
line_cb (guint64 index,
         guint attempt,
         FanfoldLogKind kind,
         const char *line,
         gsize length,
         gpointer user_data)
{
  Output *self = user_data;

  if (self->of_one_job && index != self->index)
    return TRUE;

  if (self->json)
    append_line_json (self->text, index, attempt, kind, line, length);
  else
    {
      g_string_append_printf (self->text, "%" G_GUINT64_FORMAT ": ", index);
      if (self->plain)
        fanfold_cli_append_plain (self->text, line);
      else
        g_string_append_len (self->text, line, (gssize) length);
      g_string_append_c (self->text, '\n');
    }
  if (self->text->len >= PIECE_BYTES)
    write_text (self);

  return !self->over;
}

/* As it was written, byte for byte. */
static gboolean
print_whole (Output *self, FanfoldHistory *history, guint64 id, GError **error)
{
  guint64 after = 0;

  while (!self->over)
    {
      g_autoptr (GPtrArray) chunks =
          fanfold_history_read_log (history, id, self->index, after, PIECE_BYTES, error);
      guint i;

      if (chunks == NULL)
        return FALSE;
      if (chunks->len == 0)
        return TRUE;

      for (i = 0; i < chunks->len; i++)
        {
          const FanfoldLogChunk *chunk = g_ptr_array_index (chunks, i);
          gsize length;
          const char *bytes = g_bytes_get_data (chunk->bytes, &length);

          g_string_append_len (self->text, bytes, (gssize) length);
          after = chunk->sequence;
        }
      write_text (self);
    }

  return TRUE;
}

static int
print_log (Output *self,
           FanfoldHistory *history,
           const FanfoldHistoryRun *run,
           const char *search,
           gboolean ignore_case)
{
  g_autoptr (GError) error = NULL;
  gboolean success;

  self->plain = isatty (STDOUT_FILENO);
  if (self->of_one_job && search == NULL && !self->json)
    success = print_whole (self, history, run->id, &error);
  else
    success =
        fanfold_history_search (history, run->id, search, ignore_case, NULL, line_cb, self, &error);
  write_text (self);
  if (!success)
    return fanfold_cli_history_fail (error);

  return self->status;
}

int
fanfold_cli_history_log (char **argv)
{
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) operands = g_strdupv (argv);
  g_autofree char *job = NULL;
  g_autofree char *search = NULL;
  gboolean ignore_case = FALSE;
  Output output = { .text = text };
  const GOptionEntry entries[] = {
    { "job", 0, 0, G_OPTION_ARG_STRING, &job, "Of this job alone, from 0", "N" },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, "Lines that hold it alone", "TEXT" },
    { "ignore-case", 'i', 0, G_OPTION_ARG_NONE, &ignore_case, "A is a in --search", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &output.json, "Print one JSON object a line", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history log",
    .operands = "RUN",
    .summary = "Prints what the jobs of a run wrote, each line behind its job's number; with --job "
               "alone,\nthe job's log as it is. RUN is a number, or \"last\".",
    .description = "Examples:\n"
                   "  fanfold-cli history log 7 --job=3\n"
                   "  fanfold-cli history log last --search='No such file'\n",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };

  if (!fanfold_cli_parse (&syntax, &operands, &output.status))
    return output.status;
  if (ignore_case && search == NULL)
    return fanfold_cli_misuse ("history log", "--ignore-case is for --search=TEXT");

  history = fanfold_cli_history_open ();
  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  run = fanfold_cli_history_find (history, operands[1], &output.status);
  if (run == NULL)
    return output.status;
  output.of_one_job = job != NULL;
  if (job != NULL && !fanfold_cli_history_find_job (run, job, &output.index, &output.status))
    return output.status;

  output.status = FANFOLD_CLI_OK;

  return print_log (&output, history, run, search, ignore_case);
}
