/* fanfold-shell-braces.c: the part of fanfold-shell-words.h that expands {a,b} and {1..9}
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shell-words.h"

#include "fanfold-error.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 16
#define MAX_DIGITS 15
#define MAX_UNCLOSED 64 /* so that many { in a long word cost little */

/* What stands between two braces of a word. */
typedef struct
{
  gsize open;
  gsize close;
  GArray *commas; /* of gsize, those of no inner pair */
} Pair;

static gboolean
is_active (const FanfoldShellWord *word, gsize i, char letter)
{
  return word->text[i] == letter && word->is_quoted[i] == 0;
}

static FanfoldShellWord *
create_part (const FanfoldShellWord *word, gsize from, gsize to)
{
  FanfoldShellWord *part = g_new0 (FanfoldShellWord, 1);

  part->text = g_strndup (word->text + from, to - from);
  part->is_quoted = g_malloc0 (to - from + 1);
  memcpy (part->is_quoted, word->is_quoted + from, to - from);
  part->expands = g_strdup (word->expands);

  return part;
}

/* @word with @middle in place of the pair. */
static FanfoldShellWord *
replace (const FanfoldShellWord *word, const Pair *pair, const FanfoldShellWord *middle)
{
  FanfoldShellWord *whole = g_new0 (FanfoldShellWord, 1);
  gsize n_middle = strlen (middle->text);
  gsize n_behind = strlen (word->text) - pair->close - 1;

  whole->text = g_strdup_printf (
      "%.*s%s%s", (int) pair->open, word->text, middle->text, word->text + pair->close + 1);
  whole->is_quoted = g_malloc0 (pair->open + n_middle + n_behind + 1);
  memcpy (whole->is_quoted, word->is_quoted, pair->open);
  memcpy (whole->is_quoted + pair->open, middle->is_quoted, n_middle);
  memcpy (whole->is_quoted + pair->open + n_middle, word->is_quoted + pair->close + 1, n_behind);
  whole->expands = g_strdup (word->expands);

  return whole;
}

static gboolean
find_close (const FanfoldShellWord *word, Pair *pair)
{
  guint depth = 0;
  gsize i;

  g_array_set_size (pair->commas, 0);
  for (i = pair->open; word->text[i] != '\0'; i++)
    {
      if (is_active (word, i, '{'))
        depth++;
      else if (is_active (word, i, '}') && --depth == 0)
        {
          pair->close = i;
          return TRUE;
        }
      else if (is_active (word, i, ',') && depth == 1)
        g_array_append_val (pair->commas, i);
    }

  return FALSE;
}

static gboolean
parse_end (const char *text, gint64 *value)
{
  const char *digits = text + (*text == '-' || *text == '+');
  gsize length = strspn (digits, "0123456789");

  *value = g_ascii_strtoll (text, NULL, 10);

  return length > 0 && length <= MAX_DIGITS && digits[length] == '\0';
}

static gboolean
has_zeros (const char *text)
{
  const char *digits = text + (*text == '-' || *text == '+');

  return digits[0] == '0' && digits[1] != '\0';
}

static FanfoldShellWord *
create_plain (char *text)
{
  FanfoldShellWord *word = g_new0 (FanfoldShellWord, 1);

  word->text = text;
  word->is_quoted = g_malloc0 (strlen (text) + 1);

  return word;
}

/* What is behind first..last of a sequence; false where it is none. */
typedef struct
{
  gint64 first;
  gint64 last;
  gint64 step; /* above 0 */
  int width;
  gboolean letters;
} Sequence;

static gboolean
parse_sequence (const char *text, Sequence *sequence)
{
  g_auto (GStrv) parts = g_strsplit (text, "..", -1);
  guint n = g_strv_length (parts);

  *sequence = (Sequence){ .step = 1 };
  if (n < 2 || n > 3 || (n == 3 && !parse_end (parts[2], &sequence->step)))
    return FALSE;

  sequence->step = MAX (ABS (sequence->step), 1);
  if (strlen (parts[0]) == 1 && strlen (parts[1]) == 1 && g_ascii_isalpha (*parts[0]) &&
      g_ascii_isalpha (*parts[1]))
    {
      sequence->letters = TRUE;
      sequence->first = *parts[0];
      sequence->last = *parts[1];
      return TRUE;
    }
  if (!parse_end (parts[0], &sequence->first) || !parse_end (parts[1], &sequence->last))
    return FALSE;

  if (has_zeros (parts[0]) || has_zeros (parts[1]))
    sequence->width = (int) MAX (strlen (parts[0]), strlen (parts[1]));

  return TRUE;
}

static gboolean
append_sequence (const Sequence *sequence, guint max, GPtrArray *middles)
{
  gint64 step = sequence->first <= sequence->last ? sequence->step : -sequence->step;
  guint64 n = (guint64) ABS (sequence->last - sequence->first) / (guint64) sequence->step + 1;
  guint64 i;

  if (n > max)
    return FALSE;

  for (i = 0; i < n; i++)
    {
      gint64 value = sequence->first + (gint64) i * step;

      g_ptr_array_add (middles,
                       create_plain (sequence->letters ? g_strdup_printf ("%c", (char) value)
                                                       : g_strdup_printf ("%0*" G_GINT64_FORMAT,
                                                                          MAX (sequence->width, 1),
                                                                          value)));
    }

  return TRUE;
}

/* What may stand for the pair; empty where it stands for itself. False: too many. */
static gboolean
list_middles (const FanfoldShellWord *word, const Pair *pair, guint max, GPtrArray *middles)
{
  g_autoptr (FanfoldShellWord) inside = create_part (word, pair->open + 1, pair->close);
  Sequence sequence;
  gsize start = pair->open + 1;
  guint i;

  if (pair->commas->len == 0)
    return !parse_sequence (inside->text, &sequence) || append_sequence (&sequence, max, middles);

  for (i = 0; i <= pair->commas->len; i++)
    {
      gsize end = i < pair->commas->len ? g_array_index (pair->commas, gsize, i) : pair->close;

      g_ptr_array_add (middles, create_part (word, start, end));
      start = end + 1;
    }

  return middles->len <= max;
}

/* From @open on; false: too many. */
static gboolean
expand (const FanfoldShellWord *word, gsize open, guint depth, guint max, GPtrArray *words)
{
  g_autoptr (GArray) commas = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GPtrArray) middles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_shell_word_free);
  Pair pair = { .open = open, .commas = commas };
  guint n_unclosed = 0;
  guint i;

  for (; word->text[pair.open] != '\0' && middles->len == 0; pair.open++)
    {
      if (!is_active (word, pair.open, '{') || n_unclosed == MAX_UNCLOSED)
        continue;
      if (!find_close (word, &pair))
        n_unclosed++;
      else if (!list_middles (word, &pair, max, middles))
        return FALSE;
    }
  if (middles->len == 0)
    {
      g_ptr_array_add (words, create_part (word, 0, strlen (word->text)));
      return words->len <= max;
    }
  if (depth == MAX_DEPTH)
    return FALSE;

  pair.open--;
  for (i = 0; i < middles->len; i++)
    {
      g_autoptr (FanfoldShellWord) whole = replace (word, &pair, middles->pdata[i]);

      if (!expand (whole, pair.open, depth + 1, max, words))
        return FALSE;
    }

  return TRUE;
}

GPtrArray *
fanfold_shell_word_expand_braces (const FanfoldShellWord *self, guint max, GError **error)
{
  g_autoptr (GPtrArray) words =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_shell_word_free);

  g_return_val_if_fail (self != NULL, NULL);

  if (expand (self, 0, 0, max, words))
    return g_steal_pointer (&words);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("“%s” stands for more than %u words: use a range or a file of lines"),
               self->text,
               max);

  return NULL;
}
