/* fanfold-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-template.h"

#include "fanfold-error.h"
#include "fanfold-lock.h"
#include "fanfold-shell-place.h"
#include "fanfold-template-part.h"

#include <string.h>

#define SLOT "{%}"

/* A piece of the text, and what is filled in behind it. */
typedef struct
{
  gsize offset; /* among the literal bytes */
  gsize length;
  FanfoldTemplatePartKind kind; /* NAMED: one input; ALL, INDEX; NONE: nothing */
  FanfoldTemplateAspect aspect;
  guint input;
  FanfoldShellQuote quote;
  gboolean before_redirection; /* a number would be one of a descriptor */
} Piece;

struct _FanfoldTemplate
{
  gatomicrefcount ref_count;
  FanfoldTemplateForm form;
  char *text;
  GString *literals;
  GArray *pieces;      /* of Piece */
  GArray *positionals; /* of guint: the inputs that are counted */
  gboolean *used;
  guint n_inputs;
  gboolean has_slot;
  GPtrArray *strays; /* NULL-ended once made */
};

/* What is read of it. */
typedef struct
{
  FanfoldTemplate *template;
  const char **names;
  const char *at;
  FanfoldShellPlace place;
  Piece piece; /* begun */
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
               "The template “%s”, character %ld: %s",
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
  reader->piece = (Piece){ .offset = self->literals->len };
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
    return refuse (reader,
                   get_offset (reader),
                   "there is no input for %.*s, as %s to count (those that are the same for every "
                   "job count by name alone)",
                   (int) part->length,
                   reader->at,
                   n == 0   ? "there are none"
                   : n == 1 ? "there is 1"
                            : "there are fewer");

  reader->piece.input = g_array_index (self->positionals, guint, (guint) place);
  self->used[reader->piece.input] = TRUE;
  return TRUE;
}

static gboolean
use_all (Reader *reader, const FanfoldTemplatePart *part)
{
  FanfoldTemplate *self = reader->template;

  if (self->positionals->len == 0)
    return refuse (reader,
                   get_offset (reader),
                   "there is no input to fill in for %.*s: those that are the same for every job "
                   "are used by name",
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
                   "%.*s stands %s, where nothing can be quoted safely: give it to a variable "
                   "before, x=%.*s, and write $x here",
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
  Piece *piece = &reader->piece;

  if (part->kind == FANFOLD_TEMPLATE_PART_PERL)
    return refuse (reader, get_offset (reader), "Perl expressions, {= … =}, are not offered here");
  if (self->form == FANFOLD_TEMPLATE_COMMAND && !find_quote (reader, part))
    return FALSE;

  piece->kind = part->kind;
  piece->aspect = part->aspect;
  if (part->kind == FANFOLD_TEMPLATE_PART_SLOT)
    {
      g_string_append (self->literals, SLOT);
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
    return refuse (reader, offset, "the quote %c is not closed", quote);

  /* However it came there: this is what a slot looks for. */
  self->has_slot = strstr (self->literals->str, SLOT) != NULL;
  return TRUE;
}

FanfoldTemplate *
fanfold_template_new (const char *text,
                      FanfoldTemplateForm form,
                      const FanfoldTemplateInput *inputs,
                      guint n_inputs,
                      GError **error)
{
  g_autoptr (FanfoldTemplate) self = NULL;
  g_autofree const char **names = g_new0 (const char *, n_inputs + 1);
  Reader reader = { .names = names, .error = error };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (inputs != NULL || n_inputs == 0, NULL);

  self = g_new0 (FanfoldTemplate, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->form = form;
  self->text = g_strdup (text);
  self->literals = g_string_new (NULL);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->positionals = g_array_new (FALSE, FALSE, sizeof (guint));
  self->used = g_new0 (gboolean, MAX (n_inputs, 1));
  self->n_inputs = n_inputs;
  self->strays = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_inputs; i++)
    {
      names[i] = inputs[i].name;
      if (!inputs[i].constant)
        g_array_append_val (self->positionals, i);
    }

  reader.template = self;
  reader.at = self->text;
  if (!read_all (&reader))
    return NULL;

  g_ptr_array_add (self->strays, NULL);
  return g_steal_pointer (&self);
}

FanfoldTemplate *
fanfold_template_ref (FanfoldTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_template_unref (FanfoldTemplate *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_string_free (self->literals, TRUE);
  g_array_unref (self->pieces);
  g_array_unref (self->positionals);
  g_free (self->used);
  g_ptr_array_unref (self->strays);
  g_free (self);
}

const char *
fanfold_template_get_text (FanfoldTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

gboolean
fanfold_template_uses (FanfoldTemplate *self, guint input)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (input < self->n_inputs, FALSE);

  return self->used[input];
}

gboolean
fanfold_template_has_slot (FanfoldTemplate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_slot;
}

gboolean
fanfold_template_uses_index (FanfoldTemplate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      if (g_array_index (self->pieces, Piece, i).kind == FANFOLD_TEMPLATE_PART_INDEX)
        return TRUE;
    }

  return FALSE;
}

/* In a command, an empty value is ''. */
gboolean
fanfold_template_may_be_empty (FanfoldTemplate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->literals->len == 0 && !fanfold_template_uses_index (self) &&
         (self->form == FANFOLD_TEMPLATE_TEXT || self->pieces->len == 1);
}

const char *const *
fanfold_template_get_strays (FanfoldTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->strays->pdata;
}

static gboolean
is_number (const char *text, gsize length)
{
  gsize n_digits = strspn (text, "0123456789");

  return length > 0 && n_digits >= length;
}

static void
append_value (FanfoldTemplate *self, GString *text, const Piece *piece, const char *value)
{
  gsize length;
  const char *part = fanfold_template_part_cut (piece->aspect, value, &length);

  if (self->form == FANFOLD_TEMPLATE_TEXT)
    g_string_append_len (text, part, (gssize) length);
  else if (piece->before_redirection && is_number (part, length))
    g_string_append_printf (text, "'%.*s'", (int) length, part);
  else
    fanfold_shell_append_quoted (text, part, length, piece->quote, self->has_slot);
}

static void
append_index (GString *text, const Piece *piece, guint64 index)
{
  g_string_append_printf (text,
                          piece->before_redirection ? "'%" G_GUINT64_FORMAT "'"
                                                    : "%" G_GUINT64_FORMAT,
                          index + 1);
}

void
fanfold_template_append (FanfoldTemplate *self,
                         GString *text,
                         const char *const *values,
                         guint64 index)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail (values != NULL || self->n_inputs == 0);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      g_string_append_len (text, self->literals->str + piece->offset, (gssize) piece->length);
      if (piece->kind == FANFOLD_TEMPLATE_PART_INDEX)
        append_index (text, piece, index);
      else if (piece->kind == FANFOLD_TEMPLATE_PART_NAMED)
        append_value (self, text, piece, values[piece->input]);

      for (guint k = 0; piece->kind == FANFOLD_TEMPLATE_PART_ALL && k < self->positionals->len; k++)
        {
          if (k > 0)
            g_string_append_c (text, ' ');
          append_value (self, text, piece, values[g_array_index (self->positionals, guint, k)]);
        }
    }
}

char *
fanfold_template_fill_slot (const char *text, guint slot)
{
  g_autoptr (GString) filled = NULL;
  g_autofree char *number = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  filled = g_string_new (text);
  number = g_strdup_printf ("%u", slot + 1);
  g_string_replace (filled, SLOT, number, 0);

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

gboolean
fanfold_template_is_place (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return name[0] >= '1' && name[0] <= '9' && name[strspn (name, "0123456789")] == '\0';
}

gboolean
fanfold_template_has_replacement (const char *text, const char *const *names)
{
  FanfoldShellPlace place = { .depth = 0 };

  g_return_val_if_fail (text != NULL, FALSE);

  while (*text != '\0')
    {
      FanfoldTemplatePart part = { .kind = FANFOLD_TEMPLATE_PART_NONE };

      if (*text == '{')
        part = fanfold_template_part_read (
            text, names, names != NULL ? g_strv_length ((char **) names) : 0);
      if (part.kind != FANFOLD_TEMPLATE_PART_NONE && part.kind != FANFOLD_TEMPLATE_PART_STRAY)
        return TRUE;

      text += fanfold_shell_place_read (&place, text);
    }

  return FALSE;
}
