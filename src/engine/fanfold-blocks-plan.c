/* fanfold-blocks-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-blocks-plan.h"

#include "fanfold-error.h"
#include "fanfold-number.h"
#include "fanfold-size.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USUAL_BYTES ((guint64) 1024 * 1024)
#define MAX_HEADER_LINES 1000000

static const char *const names[] = {
  FANFOLD_BLOCKS_SIZE,       FANFOLD_BLOCKS_RECORDS, FANFOLD_BLOCKS_RECORD_START,
  FANFOLD_BLOCKS_RECORD_END, FANFOLD_BLOCKS_HEADER,  NULL,
};

static gboolean
refuse (GError **error, const char *name, const char *value, const char *reason)
{
  g_autofree char *shown = g_utf8_make_valid (value, -1);

  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s “%s” %s", name, shown, reason);

  return FALSE;
}

static gboolean
read_hex (const char *text, guchar *byte)
{
  if (!g_ascii_isxdigit (text[0]) || !g_ascii_isxdigit (text[1]))
    return FALSE;

  *byte = (guchar) (g_ascii_xdigit_value (text[0]) * 16 + g_ascii_xdigit_value (text[1]));
  return TRUE;
}

/* How many letters the byte takes behind its backslash; 0: it is none. */
static gsize
read_escape (const char *text, guchar *byte)
{
  static const char letters[] = "ntr0\\";
  static const char bytes[] = "\n\t\r\0\\";
  const char *letter = *text != '\0' ? strchr (letters, *text) : NULL;

  if (letter != NULL)
    *byte = (guchar) bytes[letter - letters];
  else if (*text != 'x' || !read_hex (text + 1, byte))
    return 0;

  return letter != NULL ? 1 : strlen ("xHH");
}

static gboolean
append_bytes (GByteArray *bytes, const char *name, const char *text, GError **error)
{
  const char *at = text;

  while (*at != '\0')
    {
      guchar byte = (guchar) *at++;
      gsize n = byte == '\\' ? read_escape (at, &byte) : 0;

      if (at[-1] == '\\' && n == 0)
        return refuse (
            error, name, text, _ ("has a backslash that means nothing: write \\\\ for one"));
      at += n;
      g_byte_array_append (bytes, &byte, 1);
    }

  return TRUE;
}

/* As GNU parallel has it: a record ends with a newline, unless it is known how one starts. */
static gboolean
read_between (FanfoldBlocksPlan *self, const char *start, const char *end, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (end == NULL)
    end = start != NULL ? "" : "\n";
  if (!append_bytes (bytes, FANFOLD_BLOCKS_RECORD_END, end, error))
    return FALSE;
  self->end = bytes->len;
  if (start != NULL && !append_bytes (bytes, FANFOLD_BLOCKS_RECORD_START, start, error))
    return FALSE;

  self->between = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return TRUE;
}

static gboolean
read_count (
    const char *name, const char *text, gint64 least, gint64 most, guint64 *number, GError **error)
{
  gint64 value;

  if (text == NULL)
    return TRUE;
  if (!fanfold_number_parse_int (text, &value, NULL) || value < least || value > most)
    return refuse (error,
                   name,
                   text,
                   least > 0 ? _ ("is no number of records: write a whole number from 1 on")
                             : _ ("is no number of lines: write a whole number, up to a million"));

  *number = (guint64) value;
  return TRUE;
}

static gboolean
read_size (FanfoldBlocksPlan *self, const char *text, GError **error)
{
  if (text == NULL)
    self->size = self->records == 0 ? USUAL_BYTES : 0;
  else if (self->records > 0)
    return refuse (error,
                   FANFOLD_BLOCKS_SIZE,
                   text,
                   _ ("stands beside a number of records: give one of them"));
  else if (!fanfold_size_parse (text, &self->size) || self->size == 0)
    return refuse (
        error, FANFOLD_BLOCKS_SIZE, text, _ ("is no size of a block: write it as in 10M, or 64K"));

  return TRUE;
}

static gboolean
is_name (const char *word)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (word, names[i]) && word[strlen (names[i])] == '=')
        return TRUE;
    }

  return FALSE;
}

gboolean
fanfold_blocks_plan_parse (FanfoldBlocksPlan *self, const char *const *words, GError **error)
{
  g_auto (FanfoldBlocksPlan) plan = { 0 };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (words != NULL, FALSE);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (!is_name (words[i]))
        return refuse (error, _ ("the word"), words[i], _ ("says nothing about blocks"));
      if (!g_utf8_validate (words[i], -1, NULL))
        return refuse (
            error, _ ("the word"), words[i], _ ("is no UTF-8: write such bytes as \\xHH"));
    }

  if (!read_count (FANFOLD_BLOCKS_RECORDS,
                   fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_RECORDS),
                   1,
                   G_MAXINT64,
                   &plan.records,
                   error) ||
      !read_count (FANFOLD_BLOCKS_HEADER,
                   fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_HEADER),
                   0,
                   MAX_HEADER_LINES,
                   &plan.header,
                   error) ||
      !read_size (&plan, fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_SIZE), error) ||
      !read_between (&plan,
                     fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_RECORD_START),
                     fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_RECORD_END),
                     error))
    return FALSE;

  if (plan.records > 0 && g_bytes_get_size (plan.between) == 0)
    return refuse (error,
                   FANFOLD_BLOCKS_RECORD_END,
                   "",
                   _ ("is empty, and so records cannot be counted: say how one starts or ends"));

  *self = plan;
  plan.between = NULL;
  return TRUE;
}

void
fanfold_blocks_plan_clear (FanfoldBlocksPlan *self)
{
  g_clear_pointer (&self->between, g_bytes_unref);
}

const char *const *
fanfold_blocks_plan_get_names (void)
{
  return names;
}

gboolean
fanfold_blocks_plan_is_text (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_str_equal (name, FANFOLD_BLOCKS_RECORD_START) ||
         g_str_equal (name, FANFOLD_BLOCKS_RECORD_END);
}

const char *
fanfold_blocks_plan_find (const char *const *words, const char *name)
{
  gsize length;

  g_return_val_if_fail (words != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  length = strlen (name);
  for (; *words != NULL; words++)
    {
      if (g_str_has_prefix (*words, name) && (*words)[length] == '=')
        return *words + length + 1;
    }

  return NULL;
}
