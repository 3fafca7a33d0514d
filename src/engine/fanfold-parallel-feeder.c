/* fanfold-parallel-feeder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-feeder.h"

#include "fanfold-command-batch.h"
#include "fanfold-error.h"
#include "fanfold-glob.h"
#include "fanfold-parallel-seq.h"
#include "fanfold-shell-words.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define NO_FOLDERS "folders and whatever else is no file are left out"

static gboolean
refuse (GError **error, const char *what, const char *reason)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "“%s”: %s", what, reason);

  return FALSE;
}

static const char *
get_text (GPtrArray *words, guint i)
{
  return i < words->len ? ((FanfoldShellWord *) words->pdata[i])->text : NULL;
}

static char **
end_texts (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);

  return (char **) g_ptr_array_free (texts, FALSE);
}

static gboolean
read_cat (GPtrArray *words, GPtrArray *sources, GPtrArray *notes, GError **error)
{
  const char *path = get_text (words, 1);
  GPtrArray *texts;

  if (words->len != 2 || *path == '-' || fanfold_shell_word_is_glob (words->pdata[1]))
    return refuse (
        error, "cat", _ ("give it one file, or write :::: and the file behind the command"));

  texts = g_ptr_array_new ();
  g_ptr_array_add (texts, g_strdup (path));
  fanfold_command_sources_add (sources, FANFOLD_INPUT_LINES, end_texts (texts));

  return TRUE;
}

static gboolean
read_ls (GPtrArray *words, GPtrArray *sources, GPtrArray *notes, GError **error)
{
  g_autoptr (GPtrArray) globs = g_ptr_array_new_with_free_func (g_free);
  guint i;

  for (i = 1; i < words->len; i++)
    {
      FanfoldShellWord *word = words->pdata[i];

      if (g_str_equal (word->text, "-1") || g_str_equal (word->text, "-d") ||
          g_str_equal (word->text, "-1d") || g_str_equal (word->text, "-d1"))
        continue;
      if (word->text[0] == '-')
        return refuse (error, word->text, _ ("this option of ls cannot be taken over"));
      if (!fanfold_shell_word_is_glob (word))
        return refuse (
            error, word->text, _ ("of a folder ls prints bare names: write ls FOLDER/*"));

      g_ptr_array_add (globs, fanfold_shell_word_to_glob (word));
    }
  if (globs->len == 0)
    g_ptr_array_add (globs, g_strdup ("*"));

  g_ptr_array_add (notes, g_strdup ("ls: " NO_FOLDERS));
  fanfold_command_sources_add (sources, FANFOLD_INPUT_FILES, end_texts (g_steal_pointer (&globs)));

  return TRUE;
}

typedef struct
{
  GPtrArray *folders; /* of char * */
  char *name;         /* (nullable) a glob */
  gboolean files_only;
  gboolean flat;
} Find;

static void
find_clear (Find *self)
{
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Find, find_clear)

/* "[Jj][Pp][Gg]" */
static char *
fold_case (const char *glob)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  gboolean in_set = FALSE;
  const char *at;

  for (at = glob; *at != '\0'; at++)
    {
      in_set = (in_set || *at == '[') && *at != ']';
      if (g_ascii_isalpha (*at) && !in_set)
        g_string_append_printf (folded, "[%c%c]", g_ascii_toupper (*at), g_ascii_tolower (*at));
      else
        g_string_append_c (folded, *at);
    }

  return g_string_free (g_steal_pointer (&folded), FALSE);
}

/* How many words it takes; 0 with @error. */
static guint
read_find_test (Find *self, const char *test, const char *value, GError **error)
{
  if (g_str_equal (test, "-print") || g_str_equal (test, "-print0"))
    return 1;

  if (value != NULL && (g_str_equal (test, "-name") || g_str_equal (test, "-iname")) &&
      self->name == NULL && strchr (value, '/') == NULL)
    self->name = g_str_equal (test, "-name") ? g_strdup (value) : fold_case (value);
  else if (value != NULL && g_str_equal (test, "-type") && g_str_equal (value, "f"))
    self->files_only = TRUE;
  else if (value != NULL && g_str_equal (test, "-maxdepth") && g_str_equal (value, "1"))
    self->flat = TRUE;
  else if (value == NULL || !g_str_equal (test, "-mindepth") || !g_str_equal (value, "1"))
    {
      refuse (error, test, _ ("this test of find cannot be taken over"));
      return 0;
    }

  return 2;
}

static gboolean
read_find_words (Find *self, GPtrArray *words, GError **error)
{
  guint i = 1;

  for (; i < words->len && get_text (words, i)[0] != '-'; i++)
    g_ptr_array_add (self->folders, g_strdup (get_text (words, i)));
  if (self->folders->len == 0)
    g_ptr_array_add (self->folders, g_strdup ("."));

  while (i < words->len)
    {
      guint n = read_find_test (self, get_text (words, i), get_text (words, i + 1), error);

      if (n == 0)
        return FALSE;
      i += n;
    }

  return TRUE;
}

static gboolean
read_find (GPtrArray *words, GPtrArray *sources, GPtrArray *notes, GError **error)
{
  g_auto (Find) find = { .folders = g_ptr_array_new_with_free_func (g_free) };
  GPtrArray *globs;
  guint i;

  if (!read_find_words (&find, words, error))
    return FALSE;

  globs = g_ptr_array_new ();
  for (i = 0; i < find.folders->len; i++)
    {
      const char *folder = find.folders->pdata[i];
      g_autofree char *start = fanfold_glob_escape (folder);
      const char *name = find.name != NULL ? find.name : find.flat ? "*" : "";

      g_ptr_array_add (globs,
                       g_strconcat (start,
                                    g_str_has_suffix (folder, "/") ? "" : "/",
                                    find.flat           ? ""
                                    : find.name != NULL ? "**/"
                                                        : "**",
                                    name,
                                    NULL));
    }
  if (!find.files_only)
    g_ptr_array_add (notes, g_strdup ("find: " NO_FOLDERS));
  if (find.flat)
    g_ptr_array_add (notes, g_strdup (_ ("find -maxdepth 1: hidden files are left out")));
  fanfold_command_sources_add (sources, FANFOLD_INPUT_FILES, end_texts (globs));

  return TRUE;
}

static gboolean
read_seq (GPtrArray *words, GPtrArray *sources, GPtrArray *notes, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  FanfoldInputKind kind;
  char **values;
  guint i;

  for (i = 1; i < words->len; i++)
    g_ptr_array_add (texts, ((FanfoldShellWord *) words->pdata[i])->text);
  g_ptr_array_add (texts, NULL);

  values = fanfold_parallel_seq_read ((const char *const *) texts->pdata, &kind, error);
  if (values == NULL)
    return FALSE;

  fanfold_command_sources_add (sources, kind, values);

  return TRUE;
}

static const struct
{
  const char *name;
  gboolean (*read) (GPtrArray *words, GPtrArray *sources, GPtrArray *notes, GError **error);
} feeders[] = {
  { "cat", read_cat },
  { "ls", read_ls },
  { "find", read_find },
  { "seq", read_seq },
};

gboolean
fanfold_parallel_feeder_read (GPtrArray *words,
                              GPtrArray *sources,
                              GPtrArray *notes,
                              GError **error)
{
  gsize i;

  g_return_val_if_fail (words != NULL && words->len > 0, FALSE);
  g_return_val_if_fail (sources != NULL, FALSE);
  g_return_val_if_fail (notes != NULL, FALSE);

  for (i = 0; i < G_N_ELEMENTS (feeders); i++)
    if (g_str_equal (get_text (words, 0), feeders[i].name))
      return feeders[i].read (words, sources, notes, error);

  return refuse (
      error,
      get_text (words, 0),
      _ ("what it would print is not known, as nothing is run here; cat, find, ls and seq "
         "are taken over: write what it prints to a file, and :::: FILE"));
}

gboolean
fanfold_parallel_feeder_has_zeros (GPtrArray *words)
{
  guint i;

  g_return_val_if_fail (words != NULL, FALSE);

  for (i = 0; i < words->len; i++)
    if (g_str_equal (get_text (words, i), "-print0"))
      return TRUE;

  return FALSE;
}
