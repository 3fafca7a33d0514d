/* fanfold-cli-dry-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-dry-run.h"

#include "fanfold-args.h"
#include "fanfold-cli.h"
#include "fanfold-command-batch.h"
#include "fanfold-command-line.h"
#include "fanfold-line-reader.h"
#include "fanfold-stream.h"
#include <unistd.h>

#define CHUNK_BYTES (64 * 1024)

/* As a shell has a part of a file read. */
static void
append_block (GString *text, FanfoldCombine *combine, GVariant *args)
{
  FanfoldFunction *function = fanfold_combine_get_function (combine);
  g_autoptr (GVariant) value = NULL;
  g_autofree char *line = NULL;
  guint param;

  if (fanfold_function_find_param (function, FANFOLD_COMMAND_STDIN, &param) == NULL)
    return;

  value = g_variant_get_child_value (args, param);
  line = fanfold_command_line_new_reader (g_variant_get_bytestring (value));
  if (line != NULL)
    g_string_append_printf (text, "%s | ", line);
}

static void
append_command (GString *text, FanfoldCombine *combine, GVariant *args, guint param)
{
  g_autoptr (GVariant) value = g_variant_get_child_value (args, param);

  append_block (text, combine, args);
  g_string_append (text, g_variant_get_bytestring (value));
  g_string_append_c (text, '\n');
}

static void
append_json (GString *text, FanfoldCombine *combine, GVariant *args, guint64 index)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (combine));

  g_string_append_printf (text, "{\"index\":%" G_GUINT64_FORMAT ",\"arguments\":", index);
  fanfold_args_append_json (text, params, args);
  if (fanfold_combine_get_n_free (combine) > 0)
    {
      g_string_append (text, ",\"inputs\":");
      fanfold_combine_append_inputs_json (combine, text, index);
    }
  g_string_append (text, "}\n");
}

/* The parameter that is printed instead of all; its position. */
static gboolean
find_command (FanfoldCombine *combine, guint *param)
{
  FanfoldFunction *function = fanfold_combine_get_function (combine);

  return fanfold_function_find_param (function, FANFOLD_COMMAND_PARAM, param) != NULL;
}

/* Jobs from @first up to now. FALSE: no more is to be written. */
static gboolean
print_jobs (FanfoldCombine *combine, gboolean as_commands, guint64 first, int *status)
{
  g_autoptr (GString) text = g_string_sized_new (CHUNK_BYTES);
  guint64 n_jobs = fanfold_combine_get_n_jobs (combine);
  guint64 index;
  guint param = 0;

  as_commands = as_commands && find_command (combine, &param);
  for (index = first; index < n_jobs; index++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);

      if (as_commands)
        append_command (text, combine, args, param);
      else
        append_json (text, combine, args, index);
      if (text->len < CHUNK_BYTES && index + 1 < n_jobs)
        continue;

      if (!fanfold_cli_write (text->str, text->len, status))
        return FALSE;
      g_string_truncate (text, 0);
    }

  return TRUE;
}

/* Nobody asks for a job once it is printed. */
static GVariant *
forget_cb (guint64 position, guint64 *first, gpointer user_data)
{
  return NULL;
}

static int
print_stream (FanfoldCombine *combine, gboolean as_commands, FanfoldLineReader *reader)
{
  g_autoptr (GError) error = NULL;
  FanfoldSource *stream = fanfold_combine_get_stream (combine, NULL);
  GVariant *values;
  int status = FANFOLD_CLI_OK;
  gboolean good = TRUE;

  fanfold_source_set_fetch (stream, forget_cb, NULL, NULL);
  while (good && (values = fanfold_line_reader_read (reader, G_MAXUINT64, NULL, &error)) != NULL)
    {
      guint64 first = fanfold_combine_get_n_jobs (combine);

      if (!fanfold_combine_check_stream (combine, values, &error))
        {
          g_variant_unref (values);
          break;
        }

      fanfold_source_append (stream, values);
      g_variant_unref (values);
      good = print_jobs (combine, as_commands, first, &status);
      fanfold_source_set_kept (stream, fanfold_source_get_size (stream));
    }

  if (error == NULL)
    return status;

  fanfold_cli_complain ("%s", error->message);
  return FANFOLD_CLI_BAD_INPUT;
}

static void
print_preflight (FanfoldEngine *engine, FanfoldBatch *batch, FanfoldCombine *combine)
{
  g_autoptr (FanfoldPreflight) preflight = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (FanfoldStream) stream = fanfold_stream_new (STDERR_FILENO);
  g_autofree char *line = NULL, *ending = NULL;
  GAsyncResult *pending = NULL;
  FanfoldPreflightSample sample;

  preflight = fanfold_engine_preflight_async (
      engine, batch, combine, FALSE, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);
  fanfold_engine_preflight_finish (engine, result, NULL);

  findings = fanfold_preflight_dup_findings (preflight);
  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *text = fanfold_finding_describe (findings->pdata[i]);

      fanfold_cli_complain ("%s", text);
    }

  fanfold_preflight_sample (preflight, &sample);
  line = fanfold_preflight_describe (&sample, g_get_charset (NULL) ? "–" : "-");
  ending = g_strconcat (line, "\n", NULL);
  fanfold_stream_print (stream, ending);
}

int
fanfold_cli_dry_run (FanfoldEngine *engine,
                     FanfoldBatch *batch,
                     FanfoldCombine *combine,
                     gboolean as_commands)
{
  g_autoptr (FanfoldLineReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  int status = FANFOLD_CLI_OK;
  int fd;

  if (fanfold_combine_get_stream (combine, NULL) == NULL)
    {
      if (print_jobs (combine, as_commands, 0, &status))
        print_preflight (engine, batch, combine);
      return status;
    }

  fd = fanfold_batch_open_stream (batch, combine, &name, &error);
  if (fd < 0)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }

  reader = fanfold_line_reader_new (fanfold_combine_get_stream_param (combine), fd, name);
  return print_stream (combine, as_commands, reader);
}
