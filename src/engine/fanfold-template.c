/* fanfold-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-template-private.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

FanfoldTemplate *
fanfold_template_new (const char *text,
                      FanfoldTemplateForm form,
                      const FanfoldTemplateInput *inputs,
                      guint n_inputs,
                      GError **error)
{
  g_autoptr (FanfoldTemplate) self = NULL;
  g_autofree const char **names = g_new0 (const char *, n_inputs + 1);

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (inputs != NULL || n_inputs == 0, NULL);

  self = g_new0 (FanfoldTemplate, 1);
  self->form = form;
  self->text = g_strdup (text);
  self->literals = g_string_new (NULL);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (FanfoldTemplatePiece));
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

  if (!fanfold_template_read (self, names, error))
    return NULL;

  g_ptr_array_add (self->strays, NULL);
  return g_steal_pointer (&self);
}

void
fanfold_template_free (FanfoldTemplate *self)
{
  g_return_if_fail (self != NULL);

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
      if (g_array_index (self->pieces, FanfoldTemplatePiece, i).kind == FANFOLD_TEMPLATE_PART_INDEX)
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
append_value (FanfoldTemplate *self,
              GString *text,
              const FanfoldTemplatePiece *piece,
              const char *value)
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
append_index (GString *text, const FanfoldTemplatePiece *piece, guint64 index)
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
      const FanfoldTemplatePiece *piece = &g_array_index (self->pieces, FanfoldTemplatePiece, i);

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
  g_string_replace (filled, FANFOLD_TEMPLATE_SLOT, number, 0);

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

void
fanfold_template_set_unused_error (GError **error, const char *name)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The input “%s” feeds no parameter, and no template uses it: leave it out, or "
                  "write {%s} in a template"),
               name,
               name);
}
