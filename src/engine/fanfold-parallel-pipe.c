/* fanfold-parallel-pipe.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-pipe.h"

#include "fanfold-blocks-plan.h"
#include "fanfold-command-batch.h"
#include "fanfold-error.h"
#include "fanfold-number.h"
#include "fanfold-parallel-feeder.h"
#include "fanfold-shell-words.h"
#include "fanfold-size.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *what, const char *reason)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("%s of parallel cannot be taken over: %s"),
               what,
               reason);

  return FALSE;
}

static gboolean
check_without (const FanfoldParallelOptions *options, GError **error)
{
  if (options->block != NULL || options->record_start != NULL || options->record_end != NULL)
    return refuse (error,
                   options->block != NULL          ? "--block"
                   : options->record_start != NULL ? "--recstart"
                                                   : "--recend",
                   _ ("it is for --pipe and --pipe-part"));
  if ((options->records != NULL && !g_str_equal (options->records, "1")) ||
      (options->lines != NULL && !g_str_equal (options->lines, "1")))
    return refuse (error,
                   options->records != NULL ? "-N" : "-L",
                   _ ("a job takes one value of each source here"));
  if (options->header != NULL && !g_str_equal (options->header, ":"))
    return refuse (error, "--header", _ ("a header is the first line: write --header :"));

  return TRUE;
}

gboolean
fanfold_parallel_pipe_check (FanfoldParallelOptions *options, GError **error)
{
  g_return_val_if_fail (options != NULL, FALSE);

  if (!options->pipe)
    return check_without (options, error);
  if (options->separator != NULL || options->by_zeros || options->link || options->marker != NULL)
    return refuse (error, "--pipe", _ ("it reads blocks, and no values as other options say"));
  if (options->lines != NULL && options->records == NULL)
    return refuse (
        error,
        "-L",
        _ ("records of several lines are counted here: say -N, so many of them a block"));

  return TRUE;
}

/* K is 1024 and k 1000 there; here both are binary. (transfer full) (nullable) */
static char *
dup_size (const char *text)
{
  static const char decimal[] = "kmgtp";
  gsize length = strlen (text);
  const char *unit = length > 1 ? strchr (decimal, text[length - 1]) : NULL;
  g_autofree char *digits = NULL;
  double number, factor = 1;
  guint64 bytes;

  if (unit == NULL)
    return fanfold_size_parse (text, &bytes) && bytes > 0 ? g_strdup (text) : NULL;

  digits = g_strndup (text, length - 1);
  for (gssize i = 0; i <= unit - decimal; i++)
    factor *= 1000;
  if (!fanfold_number_parse_real (digits, &number, NULL) || number * factor < 1 ||
      number * factor > 1e18)
    return NULL;

  return g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64) (number * factor));
}

static void
add_word (GPtrArray *texts, const char *name, const char *value)
{
  if (value != NULL)
    g_ptr_array_add (texts, g_strconcat (name, "=", value, NULL));
}

static gboolean
add_size (GPtrArray *texts, const FanfoldParallelOptions *options, GError **error)
{
  g_autofree char *size = options->block != NULL ? dup_size (options->block) : NULL;
  g_autofree char *number = NULL;
  gint64 records = 0, lines = 1;

  if (options->block != NULL && size == NULL)
    return refuse (error, "--block", _ ("a block's size is a number of bytes here, as in 10M"));
  if (options->records == NULL)
    {
      add_word (texts, FANFOLD_BLOCKS_SIZE, size);
      return TRUE;
    }

  if (!fanfold_number_parse_int (options->records, &records, NULL) || records < 1 ||
      (options->lines != NULL && !fanfold_number_parse_int (options->lines, &lines, NULL)) ||
      lines < 1 || records > G_MAXINT32 || lines > G_MAXINT32)
    return refuse (error, "-N", _ ("it takes a whole number from 1 on"));
  if (size != NULL)
    g_ptr_array_add (options->notes,
                     g_strdup (_ ("--block is left out: -N says how much a block is")));

  number = g_strdup_printf ("%" G_GINT64_FORMAT, records * lines);
  add_word (texts, FANFOLD_BLOCKS_RECORDS, number);
  return TRUE;
}

/* The one file that is named; NULL with @error. */
static const char *
find_path (const FanfoldParallelOptions *options,
           GPtrArray *words,
           guint first,
           const char *path,
           GError **error)
{
  guint n = options->files->len + (path != NULL);

  if (options->files->len > 0)
    path = options->files->pdata[0];
  for (guint i = first; i < words->len; i++)
    {
      FanfoldShellWord *word = words->pdata[i];

      if (i == first && g_str_equal (word->text, "::::"))
        continue;
      if (i == first || fanfold_shell_word_is_glob (word) || word->expands != NULL)
        {
          refuse (error, word->text, _ ("with --pipe blocks of one file are read, and no values"));
          return NULL;
        }
      path = word->text;
      n++;
    }

  if (n == 1 && !g_str_equal (path, "-"))
    return path;

  refuse (error,
          options->pipe_name,
          _ ("blocks are read from one file here: write -a FILE, < FILE, or cat FILE | before it"));
  return NULL;
}

/* Of "cat FILE"; whatever else prints makes no file. */
static const char *
get_path (const FanfoldCommandSource *source)
{
  return source->kind == FANFOLD_INPUT_LINES ? source->texts[0] : "-";
}

FanfoldInput *
fanfold_parallel_pipe_create_input (const FanfoldParallelOptions *options,
                                    GPtrArray *words,
                                    guint first,
                                    GPtrArray *feeder,
                                    const char *path,
                                    GError **error)
{
  g_autoptr (GPtrArray) fed = fanfold_command_sources_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_auto (FanfoldBlocksPlan) plan = { 0 };

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  if (feeder != NULL)
    {
      if (!fanfold_parallel_feeder_read (feeder, fed, options->notes, error))
        return NULL;
      path = get_path (fed->pdata[0]);
    }
  path = find_path (options, words, first, path, error);
  if (path == NULL)
    return NULL;

  g_ptr_array_add (texts, g_strdup (path));
  if (!add_size (texts, options, error))
    return NULL;
  add_word (texts, FANFOLD_BLOCKS_RECORD_START, options->record_start);
  add_word (texts, FANFOLD_BLOCKS_RECORD_END, options->record_end);
  add_word (
      texts, FANFOLD_BLOCKS_HEADER, g_strcmp0 (options->header, ":") == 0 ? "1" : options->header);
  g_ptr_array_add (texts, NULL);
  if (!fanfold_blocks_plan_parse (&plan, (const char *const *) texts->pdata + 1, error))
    {
      g_prefix_error (error, _ ("%s of parallel cannot be taken over: "), options->pipe_name);
      return NULL;
    }

  if (g_str_equal (options->pipe_name, "--pipe") && options->records == NULL)
    g_ptr_array_add (
        options->notes,
        g_strdup (_ ("--pipe cuts as --pipe-part does here: blocks are a little more than "
                     "their size, not less")));

  return fanfold_input_new (
      FANFOLD_COMMAND_STDIN, FANFOLD_INPUT_BLOCKS, (const char *const *) texts->pdata);
}

char *
fanfold_parallel_pipe_dup_command (const FanfoldParallelOptions *options,
                                   const char *command,
                                   GError **error)
{
  static const char *const others[] = { "{.}", "{/}", "{//}", "{/.}", "{1}" };
  g_autoptr (GString) text = g_string_new (command);

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (command != NULL, NULL);

  if (g_string_replace (text, "{}", "", 0) > 0)
    g_ptr_array_add (options->notes,
                     g_strdup (_ ("{} is left out: with --pipe it stands for nothing")));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (strstr (text->str, others[i]) != NULL)
      {
        refuse (error, others[i], _ ("with --pipe it stands for nothing"));
        return NULL;
      }
  g_strchomp (text->str);
  if (*text->str == '\0')
    {
      refuse (error, options->pipe_name, _ ("a command is missing"));
      return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
