/* fanfold-command-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_COMMANDS 5
#define MAX_CHARS 400
/* Of a longer one the end is shown, too: that is where something would be hidden. */
#define TAIL_CHARS 100

/* A character as it is, or by its number. */
static void
append_char (GString *text, gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (c == '\n' || c == '\t')
    g_string_append (text, c == '\n' ? " ⏎ " : "    ");
  else if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
           type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ||
           type == G_UNICODE_PRIVATE_USE || g_unichar_iszerowidth (c))
    g_string_append_printf (text, "\\u{%X}", (guint) c);
  else
    g_string_append_unichar (text, c);
}

static void
append_chars (GString *text, const char *from, const char *end)
{
  for (const char *p = from; p < end; p = g_utf8_next_char (p))
    append_char (text, g_utf8_get_char (p));
}

static void
append_command (GString *text, const char *command)
{
  g_autofree char *valid = g_utf8_make_valid (command, -1);
  const char *end = valid + strlen (valid);
  glong n_chars = g_utf8_strlen (valid, -1);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (n_chars <= MAX_CHARS + TAIL_CHARS)
    {
      append_chars (text, valid, end);
      return;
    }

  append_chars (text, valid, g_utf8_offset_to_pointer (valid, MAX_CHARS));
  /* Translators: what stands in the middle of a long command line that is not shown whole. */
  g_string_append_printf (text,
                          ngettext (" […%ld character…] ",
                                    " […%ld characters…] ",
                                    (gulong) (n_chars - MAX_CHARS - TAIL_CHARS)),
                          n_chars - MAX_CHARS - TAIL_CHARS);
  append_chars (text, g_utf8_offset_to_pointer (valid, n_chars - TAIL_CHARS), end);
}

static void
append_list (GString *text, const char *const *commands)
{
  guint n = g_strv_length ((GStrv) commands);

  for (guint i = 0; i < MIN (n, MAX_COMMANDS); i++)
    append_command (text, commands[i]);
  if (n > MAX_COMMANDS)
    g_string_append_printf (
        text, ngettext ("\n… and %u more", "\n… and %u more", n - MAX_COMMANDS), n - MAX_COMMANDS);
}

static void
append_input (GString *text, FanfoldInput *input)
{
  const char *const *texts = fanfold_input_get_texts (input);
  g_autofree char *path = g_filename_display_name (texts[0] != NULL ? texts[0] : "");
  g_autofree char *source = NULL;

  switch (fanfold_input_get_kind (input))
    {
    case FANFOLD_INPUT_LINES:
      source = g_strdup_printf (_ ("(every line of “%s”)"), path);
      append_command (text, source);
      break;

    case FANFOLD_INPUT_CSV:
      source = g_strdup_printf (_ ("(a column of “%s”)"), path);
      append_command (text, source);
      break;

    case FANFOLD_INPUT_FILES:
      source = g_strdup_printf (_ ("(every file of “%s”)"), path);
      append_command (text, source);
      break;

    case FANFOLD_INPUT_VALUE:
    case FANFOLD_INPUT_LIST:
    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_RANGE:
    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_BLOCKS: /* no command takes them for itself */
    default:
      append_list (text, texts);
      break;
    }
}

char *
fanfold_command_text_describe (FanfoldBatch *batch, FanfoldFunction *function)
{
  GString *text;
  GPtrArray *inputs;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  text = g_string_new (NULL);
  inputs = fanfold_batch_get_inputs (batch);
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldParam *param =
          fanfold_function_find_param (function, fanfold_input_get_name (inputs->pdata[i]), NULL);

      if (param != NULL && fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_COMMAND)
        append_input (text, inputs->pdata[i]);
    }

  return g_string_free (text, text->len == 0);
}

gboolean
fanfold_command_text_has_shell (FanfoldBatch *batch)
{
  GPtrArray *inputs;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), FALSE);

  inputs = fanfold_batch_get_inputs (batch);
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      const char *text = fanfold_input_get_texts (input)[0];

      /* What is neither a plain no nor there may come out as a yes. */
      if (g_str_equal (fanfold_input_get_name (input), "shell"))
        return fanfold_input_get_kind (input) != FANFOLD_INPUT_VALUE ||
               !(g_strcmp0 (text, "false") == 0 || g_strcmp0 (text, "no") == 0 ||
                 g_strcmp0 (text, "0") == 0);
    }

  return FALSE;
}
