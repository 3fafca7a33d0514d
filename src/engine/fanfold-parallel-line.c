/* fanfold-parallel-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-line.h"

#include "fanfold-command-batch.h"
#include "fanfold-error.h"
#include "fanfold-parallel-feeder.h"
#include "fanfold-parallel-options.h"
#include "fanfold-parallel-pipe.h"
#include "fanfold-parallel-sources.h"
#include "fanfold-shell-words.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINE_BYTES (1024 * 1024)

/* Words of sh that are none of dash: what runs here is sh. */
static const char *const bash_words[] = { "[[", "<(", ">(", "<<<", "&>", "|&", "source " };

typedef struct
{
  GPtrArray *feeder; /* (nullable) of FanfoldShellWord, of the command before the | */
  GPtrArray *words;  /* (nullable) of FanfoldShellWord, behind "parallel" */
  char *path;        /* (nullable) behind < */
} Pipeline;

static void
pipeline_clear (Pipeline *self)
{
  g_clear_pointer (&self->feeder, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pipeline, pipeline_clear)

static gboolean
refuse (GError **error, const char *what, const char *reason)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "“%s”: %s", what, reason);

  return FALSE;
}

static gboolean
is_parallel (GPtrArray *words)
{
  FanfoldShellWord *first = words->len > 0 ? words->pdata[0] : NULL;

  return first != NULL &&
         (g_str_equal (first->text, "parallel") || g_str_has_suffix (first->text, "/parallel"));
}

/* A command of the pipeline is read to its end. */
static gboolean
end_command (Pipeline *self, GPtrArray **command, GPtrArray *notes, GError **error)
{
  g_autoptr (GPtrArray) words = g_steal_pointer (command);

  *command = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_shell_word_free);
  if (words->len == 0)
    return refuse (error, "|", _ ("a command is missing"));

  if (self->words != NULL)
    {
      FanfoldShellWord *first = words->pdata[0];

      g_ptr_array_add (
          notes,
          g_strdup_printf (_ ("“| %s” behind it is left out: it would read outputs"), first->text));
    }
  else if (is_parallel (words))
    {
      g_ptr_array_remove_index (words, 0);
      self->words = g_steal_pointer (&words);
    }
  else if (self->feeder == NULL)
    self->feeder = g_steal_pointer (&words);
  else
    return refuse (error,
                   ((FanfoldShellWord *) words->pdata[0])->text,
                   _ ("one command may stand before parallel; write what they print to a file, and "
                      ":::: FILE"));

  return TRUE;
}

/* @next: the word behind it, (nullable). How many words it takes; 0 with @error. */
static guint
read_operator (Pipeline *self,
               const char *
               operator,
               const FanfoldShellWord * next,
               gboolean is_last,
               GPtrArray *notes,
               GError **error)
{
  gboolean has_file = next != NULL && !next->is_operator;

  if (g_str_equal (operator, "<") && has_file && self->words == NULL)
    {
      g_free (self->path);
      self->path = g_strdup (next->text);
      return 2;
    }
  if (strchr (operator, '>') != NULL && has_file)
    {
      if (!g_str_has_suffix (operator, "&"))
        g_ptr_array_add (
            notes,
            g_strdup_printf (
                _ ("“%s %s” is left out: outputs are kept in the history"), operator, next->text));
      return 2;
    }
  if (is_last && (g_str_equal (operator, "&") || g_str_equal (operator, ";")))
    return 1;

  refuse (error,
          g_str_equal (operator, "\n") ? _ ("a second line") : operator,
          _ ("a single line for parallel can be taken over, with at most a | before it"));

  return 0;
}

static gboolean
read_pipeline (Pipeline *self, GPtrArray *all, GPtrArray *notes, GError **error)
{
  g_autoptr (GPtrArray) command =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_shell_word_free);
  guint i = 0;

  while (i < all->len)
    {
      FanfoldShellWord *word = all->pdata[i];
      guint n = 1;

      if (word->expands != NULL && self->words == NULL)
        return refuse (error,
                       word->expands,
                       _ ("your shell would put something else for it: write that, or quote it"));
      if (!word->is_operator)
        g_ptr_array_add (command, g_steal_pointer (&all->pdata[i]));
      else if (g_str_equal (word->text, "|"))
        n = end_command (self, &command, notes, error) ? 1 : 0;
      else
        n = read_operator (self,
                           word->text,
                           i + 1 < all->len ? all->pdata[i + 1] : NULL,
                           i + 1 == all->len,
                           notes,
                           error);
      if (n == 0)
        return FALSE;
      i += n;
    }

  if (!end_command (self, &command, notes, error))
    return FALSE;
  if (self->words == NULL)
    return refuse (
        error, ((FanfoldShellWord *) self->feeder->pdata[0])->text, _ ("it is no “parallel …”"));

  return TRUE;
}

/* Its words, joined as parallel joins them, from @first to before @end. (transfer full)
 * (nullable) */
static char *
join_command (GPtrArray *words, guint first, guint end, gboolean quote, GError **error)
{
  g_autoptr (GString) command = g_string_new (NULL);
  guint i, j;

  for (i = first; i < end; i++)
    {
      g_autoptr (GPtrArray) expanded =
          fanfold_shell_word_expand_braces (words->pdata[i], FANFOLD_PARALLEL_MAX_VALUES, error);

      if (expanded == NULL)
        return NULL;
      for (j = 0; j < expanded->len; j++)
        {
          const char *text = ((FanfoldShellWord *) expanded->pdata[j])->text;

          if (i > first || j > 0)
            g_string_append_c (command, ' ');
          if (quote)
            fanfold_shell_words_append (command, text);
          else
            g_string_append (command, text);
        }
    }

  return g_string_free (g_steal_pointer (&command), FALSE);
}

/* The further replacement strings of --plus, but those that mean the same here without it. */
static gboolean
check_plus (const char *command, GError **error)
{
  const char *at;

  for (at = strchr (command, '{'); at != NULL; at = strchr (at + 1, '{'))
    {
      gsize n = strcspn (at, "}") + 1;
      g_autofree char *text = g_strndup (at, n);

      if (g_str_has_prefix (at, "{..") || g_str_has_prefix (at, "{+") ||
          g_str_has_prefix (at, "{/..") || g_str_has_prefix (at, "{0#") ||
          g_str_has_prefix (at, "{0%") || g_str_has_prefix (at, "{:") ||
          g_str_has_prefix (at, "{^") || g_str_has_prefix (at, "{,") ||
          (strchr ("#%", at[1]) != NULL && at[1] != '\0' && at[2] != '}') ||
          (at[1] == '/' && strchr ("}/.", at[2]) == NULL))
        return refuse (error, text, _ ("this replacement string of --plus is not known here"));
    }

  return TRUE;
}

/* @command with {} where -I has another word; (transfer full) (nullable) */
static char *
apply_marker (const char *command, const char *marker, GError **error)
{
  g_autoptr (GString) text = g_string_new (command);

  if (marker == NULL || g_str_equal (marker, "{}"))
    return g_string_free (g_steal_pointer (&text), FALSE);

  if (*marker == '\0' || strstr (command, "{}") != NULL)
    {
      refuse (error, *marker == '\0' ? "-I" : "{}", _ ("with -I it would stand for itself"));
      return NULL;
    }
  g_string_replace (text, marker, "{}", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_command (
    GPtrArray *words, guint first, guint end, const FanfoldParallelOptions *options, GError **error)
{
  g_autofree char *joined = join_command (words, first, end, options->quote, error);

  if (joined == NULL)
    return NULL;
  if (strstr (joined, "{=") != NULL)
    {
      refuse (error,
              "{= … =}",
              _ ("there is no perl here; write what the job needs to a file, and "
                 ":::: FILE"));
      return NULL;
    }
  if (options->plus && !check_plus (joined, error))
    return NULL;

  return apply_marker (joined, options->marker, error);
}

/* What --header : and --colsep make of it is the sources' matter; where standard input would be
 * read, it is the feeder or the file behind <. */
static gboolean
add_standard_input (Pipeline *self,
                    const FanfoldParallelOptions *options,
                    GPtrArray *sources,
                    GError **error)
{
  char *texts[] = { self->path, NULL };

  if (self->feeder != NULL)
    return fanfold_parallel_feeder_read (self->feeder, sources, options->notes, error);
  if (self->path == NULL)
    return refuse (
        error,
        "parallel",
        _ ("what it is to read is missing: add ::: and values, or a command and | before "
           "it"));

  fanfold_command_sources_add (sources, FANFOLD_INPUT_LINES, g_strdupv (texts));

  return TRUE;
}

static gboolean
read_sources (Pipeline *self,
              guint first,
              const char *command,
              const FanfoldParallelOptions *options,
              GPtrArray *sources,
              GError **error)
{
  g_autoptr (GPtrArray) input = fanfold_command_sources_new ();
  gboolean reads = fanfold_parallel_sources_need_input (options, self->words, first);
  gboolean has_zeros = self->feeder != NULL && fanfold_parallel_feeder_has_zeros (self->feeder);

  if (reads && !add_standard_input (self, options, input, error))
    return FALSE;
  if (!reads && self->feeder != NULL)
    g_ptr_array_add (options->notes,
                     g_strdup (_ ("What stands before the | is left out: it is not read")));
  if (options->by_zeros && !(reads && has_zeros))
    return refuse (error, "-0", _ ("values are lines here, and the names of find"));

  return fanfold_parallel_sources_read (
      options, self->words, first, input, command, sources, error);
}

static void
note_bash (const char *command, GPtrArray *notes)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bash_words); i++)
    if (strstr (command, bash_words[i]) != NULL)
      g_ptr_array_add (
          notes,
          g_strdup_printf (
              _ ("Commands run in sh here, which may not know “%s”: put them into bash "
                 "-c '…' where that is so"),
              bash_words[i]));
}

/* What varies: @sources, or with --pipe one of @inputs. */
static gboolean
read_inputs (Pipeline *self,
             guint first,
             char **command,
             const FanfoldParallelOptions *options,
             GPtrArray *sources,
             GPtrArray *inputs,
             GError **error)
{
  g_autofree char *given = NULL;
  FanfoldInput *blocks;

  if (!options->pipe)
    return read_sources (self, first, *command, options, sources, error);

  given = g_steal_pointer (command);
  *command = fanfold_parallel_pipe_dup_command (options, given, error);
  blocks = *command != NULL ? fanfold_parallel_pipe_create_input (
                                  options, self->words, first, self->feeder, self->path, error)
                            : NULL;
  if (blocks != NULL)
    g_ptr_array_add (inputs, blocks);

  return blocks != NULL;
}

static FanfoldBatch *
create_batch (Pipeline *self, FanfoldParallelOptions *options, guint first, GError **error)
{
  guint end = fanfold_parallel_sources_find (self->words, first);
  g_autofree char *command = read_command (self->words, first, end, options, error);
  g_autoptr (GPtrArray) sources = fanfold_command_sources_new ();
  g_autoptr (GPtrArray) inputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  g_autoptr (FanfoldBatch) batch = NULL;
  gboolean shell;

  if (command == NULL || !read_inputs (self, end, &command, options, sources, inputs, error))
    return NULL;

  shell = fanfold_command_batch_needs_shell (command, sources);
  if (shell)
    note_bash (command, options->notes);
  if (options->folder != NULL && !g_str_equal (options->folder, "."))
    {
      const char *const texts[] = { options->folder, NULL };

      g_ptr_array_add (inputs,
                       fanfold_input_new (FANFOLD_COMMAND_FOLDER, FANFOLD_INPUT_VALUE, texts));
    }

  batch = fanfold_command_batch_new (command, sources, inputs, shell, error);
  if (batch != NULL)
    fanfold_batch_set_settings (batch, &options->settings);

  return g_steal_pointer (&batch);
}

/* As it was copied from a terminal or a page. */
static const char *
skip_prompt (const char *line)
{
  line += strspn (line, " \t\n");
  if ((*line == '$' || *line == '%' || *line == '>') && line[1] == ' ')
    line += 2;

  return line;
}

static FanfoldBatch *
parse (const char *line, FanfoldParallelOptions *options, GError **error)
{
  g_auto (Pipeline) pipeline = { 0 };
  g_autofree char *trimmed = g_strchomp (g_strdup (skip_prompt (line)));
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  int first;
  guint i;

  if (strlen (trimmed) > MAX_LINE_BYTES)
    {
      refuse (error, "parallel", _ ("the line is longer than 1 MiB, which is the most"));
      return NULL;
    }
  all = fanfold_shell_words_split (trimmed, error);
  if (all == NULL || !read_pipeline (&pipeline, all, options->notes, error))
    return NULL;

  texts = g_ptr_array_new ();
  for (i = 0; i < pipeline.words->len; i++)
    g_ptr_array_add (texts, ((FanfoldShellWord *) pipeline.words->pdata[i])->text);
  g_ptr_array_add (texts, NULL);

  first = fanfold_parallel_options_read (options, (const char *const *) texts->pdata, error);
  if (first < 0 || !fanfold_parallel_pipe_check (options, error))
    return NULL;

  return create_batch (&pipeline, options, (guint) first, error);
}

/* A line is bytes of no encoding, and what is said of it quotes it. */
static void
make_valid (char **text)
{
  char *raw = *text;

  *text = g_utf8_make_valid (raw, -1);
  g_free (raw);
}

/* A batch file is UTF-8, and so are the names in it. */
static gboolean
check_names (FanfoldBatch *batch, GError **error)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);

  for (guint i = 0; i < inputs->len; i++)
    {
      const char *name = fanfold_input_get_name (inputs->pdata[i]);

      if (g_utf8_validate (name, -1, NULL))
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("The column “%s” cannot be taken over: its name is not UTF-8 text"),
                   name);
      return FALSE;
    }

  return TRUE;
}

FanfoldBatch *
fanfold_parallel_line_parse (const char *line, GStrv *notes, GError **error)
{
  g_auto (FanfoldParallelOptions) options = { 0 };
  g_autoptr (FanfoldBatch) batch = NULL;
  GError *local = NULL;

  g_return_val_if_fail (line != NULL, NULL);
  g_return_val_if_fail (notes != NULL, NULL);

  *notes = NULL;
  fanfold_parallel_options_init (&options);
  batch = parse (line, &options, &local);
  if (batch == NULL || !check_names (batch, &local))
    {
      make_valid (&local->message);
      g_propagate_error (error, local);
      return NULL;
    }

  for (guint i = 0; i < options.notes->len; i++)
    make_valid ((char **) &options.notes->pdata[i]);
  g_ptr_array_add (options.notes, NULL);
  *notes = (GStrv) g_ptr_array_free (g_steal_pointer (&options.notes), FALSE);

  return g_steal_pointer (&batch);
}
