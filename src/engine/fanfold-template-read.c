/* fanfold-template-read.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-template-private.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is read of it. */
typedef struct
{
  FanfoldTemplate *template;
  const char **names;
  const char *at;
  FanfoldShellPlace place;
  FanfoldTemplatePiece piece; /* begun */
  GError **error;
} Reader;

static gboolean refuse (const Reader *reader, gsize offset, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Ends with where it is, as people count. */
static gboolean
refuse (const Reader *reader, gsize offset, const char *format, ...)
{
  const char *text = reader->template->text;
  g_autofree char *before = g_utf8_make_valid (text, (gssize) offset);
  g_autofree char *shown = g_utf8_make_valid (text, -1);
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (reader->error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The template “%s”, character %ld: %s"),
               shown,
               g_utf8_strlen (before, -1) + 1,
               reason);

  return FALSE;
}

static gsize
get_offset (const Reader *reader)
{
  return (gsize) (reader->at - reader->template->text);
}

static void
end_piece (Reader *reader)
{
  FanfoldTemplate *self = reader->template;

  reader->piece.length = self->literals->len - reader->piece.offset;
  g_array_append_val (self->pieces, reader->piece);
  reader->piece = (FanfoldTemplatePiece){ .offset = self->literals->len };
}

static void
add_stray (FanfoldTemplate *self, const char *text, gsize length)
{
  g_autofree char *word = g_strndup (text, length);

  for (guint i = 0; i < self->strays->len; i++)
    {
      if (g_str_equal (self->strays->pdata[i], word))
        return;
    }

  g_ptr_array_add (self->strays, g_steal_pointer (&word));
}

/* The input that {2} or {-1} means, from 0; FALSE: there is none. */
static gboolean
find_positional (Reader *reader, const FanfoldTemplatePart *part)
{
  FanfoldTemplate *self = reader->template;
  gint64 n = self->positionals->len;
  gint64 place = part->number < 0 ? n + part->number : part->number - 1;

  if (place < 0 || place >= n)
    return refuse (
        reader,
        get_offset (reader),
        _ ("there is no input for %.*s, as %s to count (those that are the same for every "
           "job, and blocks of a file, count by name alone)"),
        (int) part->length,
        reader->at,
        n == 0   ? _ ("there are none")
        : n == 1 ? _ ("there is 1")
                 : _ ("there are fewer"));

  reader->piece.input = g_array_index (self->positionals, guint, (guint) place);
  self->used[reader->piece.input] = TRUE;
  return TRUE;
}

static gboolean
use_all (Reader *reader, const FanfoldTemplatePart *part)
{
  FanfoldTemplate *self = reader->template;

  if (self->positionals->len == 0)
    return refuse (
        reader,
        get_offset (reader),
        _ ("there is no input to fill in for %.*s: those that are the same for every job, "
           "and blocks of a file, are used by name"),
        (int) part->length,
        reader->at);

  for (guint i = 0; i < self->positionals->len; i++)
    self->used[g_array_index (self->positionals, guint, i)] = TRUE;

  return TRUE;
}

/* Text that would be one with what is filled in here is kept apart from it. */
static gboolean
find_quote (Reader *reader, const FanfoldTemplatePart *part)
{
  FanfoldTemplate *self = reader->template;
  FanfoldShellPlace *place = &reader->place;
  const char *reason = NULL;
  FanfoldShellQuote quote = fanfold_shell_place_get_quote (place, &reason);
  gboolean number =
      part->kind == FANFOLD_TEMPLATE_PART_INDEX || part->kind == FANFOLD_TEMPLATE_PART_SLOT;

  if (quote == FANFOLD_SHELL_QUOTE_NONE && !number)
    return refuse (reader,
                   get_offset (reader),
                   _ ("%.*s stands %s, where nothing can be quoted safely: give it to a variable "
                      "before, x=%.*s, and write $x here"),
                   (int) part->length,
                   reader->at,
                   reason,
                   (int) part->length,
                   reader->at);

  if (place->backslash)
    g_string_append_c (self->literals, '\\');
  if (place->sticky && quote != FANFOLD_SHELL_QUOTE_NONE)
    g_string_append (self->literals, quote == FANFOLD_SHELL_QUOTE_DOUBLE ? "\"\"" : "''");

  reader->piece.quote = quote;
  reader->piece.before_redirection = quote == FANFOLD_SHELL_QUOTE_OUTSIDE &&
                                     reader->at[part->length] != '\0' &&
                                     strchr ("<>", reader->at[part->length]) != NULL;
  fanfold_shell_place_fill (place, part->length);

  return TRUE;
}

static gboolean
read_part (Reader *reader, const FanfoldTemplatePart *part)
{
  FanfoldTemplate *self = reader->template;
  FanfoldTemplatePiece *piece = &reader->piece;

  if (part->kind == FANFOLD_TEMPLATE_PART_PERL)
    return refuse (
        reader, get_offset (reader), _ ("Perl expressions, {= … =}, are not offered here"));
  if (self->form == FANFOLD_TEMPLATE_COMMAND && !find_quote (reader, part))
    return FALSE;

  piece->kind = part->kind;
  piece->aspect = part->aspect;
  if (part->kind == FANFOLD_TEMPLATE_PART_SLOT)
    {
      g_string_append (self->literals, FANFOLD_TEMPLATE_SLOT);
      g_string_append (self->literals, piece->before_redirection ? "''" : "");
    }
  else if (part->kind == FANFOLD_TEMPLATE_PART_NAMED)
    {
      piece->input = part->name;
      self->used[part->name] = TRUE;
    }
  else if (part->kind == FANFOLD_TEMPLATE_PART_NUMBER)
    {
      piece->kind = FANFOLD_TEMPLATE_PART_NAMED;
      if (!find_positional (reader, part))
        return FALSE;
    }
  else if (part->kind == FANFOLD_TEMPLATE_PART_ALL && !use_all (reader, part))
    return FALSE;

  if (part->kind != FANFOLD_TEMPLATE_PART_SLOT)
    end_piece (reader);
  reader->at += part->length;

  return TRUE;
}

static void
read_literal (Reader *reader, gsize length)
{
  if (reader->template->form == FANFOLD_TEMPLATE_COMMAND)
    length = fanfold_shell_place_read (&reader->place, reader->at);

  g_string_append_len (reader->template->literals, reader->at, (gssize) length);
  reader->at += length;
}

static gboolean
read_all (Reader *reader)
{
  FanfoldTemplate *self = reader->template;
  guint offset = 0;
  char quote;

  while (*reader->at != '\0')
    {
      FanfoldTemplatePart part = { .kind = FANFOLD_TEMPLATE_PART_NONE };

      if (*reader->at == '{')
        part = fanfold_template_part_read (reader->at, reader->names, self->n_inputs);
      if (part.kind == FANFOLD_TEMPLATE_PART_STRAY)
        add_stray (self, reader->at, part.length);

      if (part.kind == FANFOLD_TEMPLATE_PART_NONE || part.kind == FANFOLD_TEMPLATE_PART_STRAY)
        read_literal (reader, 1);
      else if (!read_part (reader, &part))
        return FALSE;
    }
  end_piece (reader);

  quote = fanfold_shell_place_get_open_quote (&reader->place, &offset);
  if (quote != 0)
    return refuse (reader, offset, _ ("the quote %c is not closed"), quote);

  /* However it came there: this is what a slot looks for. */
  self->has_slot = strstr (self->literals->str, FANFOLD_TEMPLATE_SLOT) != NULL;
  return TRUE;
}

gboolean
fanfold_template_read (FanfoldTemplate *self, const char **names, GError **error)
{
  Reader reader = { .template = self, .names = names, .at = self->text, .error = error };

  return read_all (&reader);
}
