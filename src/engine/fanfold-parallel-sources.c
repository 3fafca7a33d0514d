/* fanfold-parallel-sources.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-sources.h"

#include "fanfold-command-batch.h"
#include "fanfold-error.h"
#include "fanfold-parallel-feeder.h"
#include "fanfold-shell-words.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define MIXED "names beside globs are taken as files that are there"

/* What one of the functions here works on. */
typedef struct
{
  const FanfoldParallelOptions *options;
  GPtrArray *input; /* of FanfoldCommandSource; what is used is stolen */
  GPtrArray *columns;
  GPtrArray *sources;
} Reader;

static gboolean
refuse (GError **error, const char *what, const char *reason)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "“%s”: %s", what, reason);

  return FALSE;
}

/* ":::", ":::+", "::::", "::::+". */
static gboolean
is_separator (GPtrArray *words, guint i, gboolean *is_file, gboolean *is_linked)
{
  const char *text = ((FanfoldShellWord *) words->pdata[i])->text;
  gsize n = strspn (text, ":");

  *is_file = n == 4;
  *is_linked = text[n] == '+';

  return (n == 3 || n == 4) && text[n + *is_linked] == '\0';
}

guint
fanfold_parallel_sources_find (GPtrArray *words, guint first)
{
  gboolean is_file, is_linked;

  g_return_val_if_fail (words != NULL, 0);

  while (first < words->len && !is_separator (words, first, &is_file, &is_linked))
    first++;

  return first;
}

gboolean
fanfold_parallel_sources_need_input (const FanfoldParallelOptions *options,
                                     GPtrArray *words,
                                     guint first)
{
  guint i;

  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (words != NULL, FALSE);

  for (i = 0; i < options->files->len; i++)
    if (g_str_equal (options->files->pdata[i], "-"))
      return TRUE;
  for (i = first; i < words->len; i++)
    if (g_str_equal (((FanfoldShellWord *) words->pdata[i])->text, "-") && i > first &&
        g_str_has_prefix (((FanfoldShellWord *) words->pdata[i - 1])->text, "::::"))
      return TRUE;

  return first == words->len && options->files->len == 0;
}

/* The names in {name}, {name.}, {name/} … of @command, none twice. (transfer full) */
static GPtrArray *
list_columns (const char *command)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *at;

  for (at = strchr (command, '{'); at != NULL; at = strchr (at + 1, '{'))
    {
      const char *end = at + 1 + strcspn (at + 1, "{}");
      g_autofree char *name = g_strndup (at + 1, end - at - 1);

      if (*end != '}')
        continue;
      if (g_str_has_suffix (name, "/."))
        name[strlen (name) - 2] = '\0';
      else if (g_str_has_suffix (name, "//"))
        name[strlen (name) - 2] = '\0';
      else if (g_str_has_suffix (name, "/") || g_str_has_suffix (name, "."))
        name[strlen (name) - 1] = '\0';
      if (*name == '\0' || g_str_equal (name, "#") || g_str_equal (name, "%") ||
          g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        continue;

      g_ptr_array_add (names, g_steal_pointer (&name));
    }

  return g_steal_pointer (&names);
}

/* The reader of CSV files sees which one it is. */
static gboolean
is_known_separator (const char *separator)
{
  static const char *const known[] = { ",", ";", "\t", "\\t", NULL };

  return g_strv_contains (known, separator);
}

/* The columns that the command names, in step. */
static gboolean
add_columns (Reader *self, const char *path, gboolean is_linked, GError **error)
{
  guint i;

  if (!is_known_separator (self->options->separator))
    return refuse (
        error, self->options->separator, _ ("columns are parted by a comma, ; or a tab here"));
  if (!self->options->header)
    return refuse (
        error, "--colsep", _ ("columns go by name: the file needs a header, and --header :"));
  if (self->columns->len == 0)
    return refuse (error, "--colsep", _ ("no column is named in the command: write {NAME}"));

  for (i = 0; i < self->columns->len; i++)
    {
      const char *column = self->columns->pdata[i];
      char *texts[] = { (char *) path, (char *) column, NULL };
      FanfoldCommandSource *source;

      if (strspn (column, "0123456789-") == strlen (column))
        return refuse (error, column, _ ("columns go by name: write {NAME} instead of {NUMBER}"));

      source = fanfold_command_sources_add (self->sources, FANFOLD_INPUT_CSV, g_strdupv (texts));
      source->name = g_strdup (column);
      source->linked = is_linked || i > 0;
    }

  return TRUE;
}

static gboolean
add_file (Reader *self, const char *path, gboolean is_linked, GError **error)
{
  char *texts[] = { (char *) path, NULL };
  FanfoldCommandSource *source;

  if (self->options->separator != NULL)
    return add_columns (self, path, is_linked, error);
  if (self->options->header)
    return refuse (error, "--header", _ ("for a file it needs --colsep, too"));

  source = fanfold_command_sources_add (self->sources, FANFOLD_INPUT_LINES, g_strdupv (texts));
  source->linked = is_linked;

  return TRUE;
}

static gboolean
add_input (Reader *self, gboolean is_linked, GError **error)
{
  FanfoldCommandSource *source;

  if (self->input->len == 0)
    return refuse (error, "-", _ ("standard input has been read already"));

  source = self->input->pdata[0];
  source->linked = is_linked;
  if (source->kind == FANFOLD_INPUT_LINES)
    {
      g_autofree char *path = g_strdup (source->texts[0]);

      g_ptr_array_remove_index (self->input, 0);
      return add_file (self, path, is_linked, error);
    }
  if (self->options->separator != NULL || self->options->header)
    return refuse (error, _ ("--colsep and --header"), _ ("they are for files"));

  g_ptr_array_add (self->sources, g_ptr_array_steal_index (self->input, 0));

  return TRUE;
}

static gboolean
add_path (Reader *self, const char *path, gboolean is_linked, GError **error)
{
  if (g_str_equal (path, "-"))
    return add_input (self, is_linked, error);

  return add_file (self, path, is_linked, error);
}

/* {1..100}: no list of a hundred. */
static char **
dup_range (const FanfoldShellWord *word)
{
  g_autofree char *inside = NULL;
  g_auto (GStrv) ends = NULL;
  gsize length = strlen (word->text);
  gint64 first, last, stop;
  char *texts[3] = { NULL };

  if (length < 2 || word->text[0] != '{' || word->text[length - 1] != '}' || word->is_quoted[0])
    return NULL;

  inside = g_strndup (word->text + 1, length - 2);
  ends = g_strsplit (inside, "..", -1);
  if (g_strv_length (ends) != 2 ||
      !g_ascii_string_to_signed (ends[0], 10, -1000000000000, 1000000000000, &first, NULL) ||
      !g_ascii_string_to_signed (ends[1], 10, -1000000000000, 1000000000000, &last, NULL) ||
      last <= first)
    return NULL;

  /* With a zero in front they are texts of equal width. */
  stop = last + 1;
  texts[0] = g_strdup_printf ("%" G_GINT64_FORMAT, first);
  texts[1] = g_strdup_printf ("%" G_GINT64_FORMAT, last);
  if (!g_str_equal (texts[0], ends[0]) || !g_str_equal (texts[1], ends[1]))
    {
      g_free (texts[0]);
      g_free (texts[1]);
      return NULL;
    }
  g_free (texts[1]);
  texts[1] = g_strdup_printf ("%" G_GINT64_FORMAT, stop);

  return g_memdup2 (texts, sizeof texts);
}

static char *
dup_value (const FanfoldShellWord *word, gboolean as_glob)
{
  if (as_glob)
    return fanfold_shell_word_to_glob (word);
  if (g_str_has_prefix (word->text, "~/") && !word->is_quoted[0])
    return g_strconcat (g_get_home_dir (), word->text + 1, NULL);

  return g_strdup (word->text);
}

/* The words from @first to before @end, what braces stand for in their place. (transfer full)
 * (nullable) */
static GPtrArray *
expand_words (GPtrArray *words, guint first, guint end, GError **error)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_shell_word_free);
  guint i;

  for (i = first; i < end; i++)
    {
      FanfoldShellWord *word = words->pdata[i];
      g_autoptr (GPtrArray) expanded = NULL;

      if (word->expands != NULL)
        {
          refuse (
              error, word->expands, _ ("your shell would put something else for it: write that"));
          return NULL;
        }
      expanded = fanfold_shell_word_expand_braces (word, FANFOLD_PARALLEL_MAX_VALUES, error);
      if (expanded == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&expanded));
    }

  return g_steal_pointer (&all);
}

static guint
count_globs (GPtrArray *words)
{
  guint n = 0;
  guint i;

  for (i = 0; i < words->len; i++)
    n += fanfold_shell_word_is_glob (words->pdata[i]);

  return n;
}

/* The values behind one ":::". */
static gboolean
add_values (
    Reader *self, GPtrArray *words, guint first, guint end, gboolean is_linked, GError **error)
{
  gboolean header = self->options->header != NULL;
  char **range = end == first + 1 && !header ? dup_range (words->pdata[first]) : NULL;
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  FanfoldCommandSource *source;
  guint n_globs;
  guint i;

  if (range != NULL)
    {
      fanfold_command_sources_add (self->sources, FANFOLD_INPUT_RANGE, range)->linked = is_linked;
      return TRUE;
    }

  values = expand_words (words, first, end, error);
  if (values == NULL)
    return FALSE;
  if (values->len <= (header ? 1 : 0))
    return refuse (error, ":::", _ ("no value stands behind it"));
  n_globs = count_globs (values);
  if (n_globs > 0 && header)
    return refuse (error, "--header", _ ("it cannot be had with the names of files"));
  if (n_globs > 0 && n_globs < values->len)
    g_ptr_array_add (self->options->notes, g_strdup (MIXED));

  texts = g_ptr_array_new_with_free_func (g_free);
  for (i = header; i < values->len; i++)
    g_ptr_array_add (texts, dup_value (values->pdata[i], n_globs > 0));
  g_ptr_array_add (texts, NULL);

  source =
      fanfold_command_sources_add (self->sources,
                                   n_globs > 0 ? FANFOLD_INPUT_FILES : FANFOLD_INPUT_LIST,
                                   (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE));
  source->linked = is_linked;
  if (header)
    source->name = g_strdup (((FanfoldShellWord *) values->pdata[0])->text);

  return TRUE;
}

/* The files behind one "::::". */
static gboolean
add_paths (
    Reader *self, GPtrArray *words, guint first, guint end, gboolean is_linked, GError **error)
{
  guint i;

  if (first == end)
    return refuse (error, "::::", _ ("no file stands behind it"));

  for (i = first; i < end; i++)
    {
      FanfoldShellWord *word = words->pdata[i];
      g_autofree char *path = dup_value (word, FALSE);

      if (word->expands != NULL || fanfold_shell_word_is_glob (word))
        return refuse (error, word->text, _ ("write the names of the files behind ::::"));
      if (!add_path (self, path, is_linked, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_groups (Reader *self, GPtrArray *words, guint first, GError **error)
{
  while (first < words->len)
    {
      gboolean is_file, is_linked;
      guint end = fanfold_parallel_sources_find (words, first + 1);

      is_separator (words, first, &is_file, &is_linked);
      if (!(is_file ? add_paths : add_values) (self, words, first + 1, end, is_linked, error))
        return FALSE;
      first = end;
    }

  return TRUE;
}

/* Goes round in @source until it has @n values. */
static void
wrap_values (FanfoldCommandSource *source, guint n)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  guint n_texts = g_strv_length (source->texts);
  guint i;

  for (i = 0; i < n && n_texts > 0; i++)
    g_strv_builder_add (texts, source->texts[i % n_texts]);

  g_strfreev (source->texts);
  source->texts = g_strv_builder_end (texts);
}

/* With --link, unlike with :::+, the longest says how many values there are. */
static void
link_all (GPtrArray *sources)
{
  guint n = 0;
  guint i;

  for (i = 0; i < sources->len; i++)
    {
      FanfoldCommandSource *source = sources->pdata[i];

      source->linked = TRUE;
      if (source->kind == FANFOLD_INPUT_LIST)
        n = MAX (n, g_strv_length (source->texts));
    }
  for (i = 0; i < sources->len; i++)
    if (((FanfoldCommandSource *) sources->pdata[i])->kind == FANFOLD_INPUT_LIST)
      wrap_values (sources->pdata[i], n);
}

gboolean
fanfold_parallel_sources_read (const FanfoldParallelOptions *options,
                               GPtrArray *words,
                               guint first,
                               GPtrArray *input,
                               const char *command,
                               GPtrArray *sources,
                               GError **error)
{
  g_autoptr (GPtrArray) columns = NULL;
  Reader reader;
  guint i;

  g_return_val_if_fail (options != NULL, FALSE);
  g_return_val_if_fail (words != NULL, FALSE);
  g_return_val_if_fail (input != NULL, FALSE);
  g_return_val_if_fail (command != NULL, FALSE);
  g_return_val_if_fail (sources != NULL, FALSE);

  columns = list_columns (command);
  reader = (Reader){
    .options = options,
    .input = input,
    .columns = columns,
    .sources = sources,
  };
  for (i = 0; i < options->files->len; i++)
    if (!add_path (&reader, options->files->pdata[i], FALSE, error))
      return FALSE;
  if (!add_groups (&reader, words, first, error))
    return FALSE;
  if (input->len > 0 && !add_input (&reader, FALSE, error))
    return FALSE;

  if (options->link)
    link_all (sources);
  if (sources->len > 0)
    ((FanfoldCommandSource *) sources->pdata[0])->linked = FALSE;

  return TRUE;
}
