/* fuzz-template.c: any bytes as a template and what is filled in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-template.h"
#include "fuzz.h"

#define N_VALUES 2

static const FanfoldTemplateInput inputs[] = { { "a", FALSE }, { "b c", FALSE } };

static guint
count_slots (FanfoldTemplate *template, const char *const *values)
{
  g_autoptr (GString) filled = g_string_new (NULL);
  guint n = 0;

  fanfold_template_append (template, filled, values, 0);
  for (const char *at = filled->str; (at = strstr (at, "{%}")) != NULL; at += 3)
    n++;

  return n;
}

static void
check_any (const char *text, FanfoldTemplateForm form, const char *const *values)
{
  static const char *const plain[N_VALUES] = { "x", "y" };
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldTemplate) template =
      fanfold_template_new (text, form, inputs, N_VALUES, &error);
  guint n_slots;

  fuzz_check_refusal (template, error);
  if (template == NULL)
    return;

  n_slots = count_slots (template, values);
  if (form == FANFOLD_TEMPLATE_COMMAND && fanfold_template_has_slot (template))
    g_assert_cmpuint (n_slots, ==, count_slots (template, plain));
}

static void
append_replaced (GString *text, const char *form, const char *value)
{
  g_autoptr (GString) replaced = g_string_new (form);

  g_string_replace (replaced, "V", value, 0);
  g_string_append (text, replaced->str);
}

/* Words in all ways to quote, each with a value in it. */
static void
check_words (const guint8 *ways, gsize n_ways, const char *const *values)
{
  static const char *const forms[] = { "V ", "'xV' ", "\"Vy\" ", "-V\\  ", "\"\\V\" ", "{%}'V' " };
  static const char *const meant[] = { "V", "xV", "Vy", "-V ", "\\V", "1V" };
  static const char *const numbers[N_VALUES] = { "{1}", "{2}" };
  g_autoptr (GString) text = g_string_new ("x ");
  g_autoptr (GString) filled = g_string_new (NULL);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (FanfoldTemplate) template = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *with_slot = NULL;
  g_auto (GStrv) words = NULL;

  g_ptr_array_add (expected, g_strdup ("x"));
  for (gsize i = 0; i < n_ways; i++)
    {
      guint way = ways[i] % G_N_ELEMENTS (forms);
      guint value = ways[i] / G_N_ELEMENTS (forms) % N_VALUES;
      GString *word = g_string_new (NULL);

      append_replaced (text, forms[way], numbers[value]);
      append_replaced (word, meant[way], values[value]);
      g_ptr_array_add (expected, g_string_free (word, FALSE));
    }
  g_ptr_array_add (expected, NULL);

  template = fanfold_template_new (text->str, FANFOLD_TEMPLATE_COMMAND, inputs, N_VALUES, &error);
  g_assert_no_error (error);
  fanfold_template_append (template, filled, values, 0);
  with_slot = fanfold_template_has_slot (template) ? fanfold_template_fill_slot (filled->str, 0)
                                                   : g_strdup (filled->str);
  g_assert_true (g_shell_parse_argv (with_slot, NULL, &words, &error));
  g_assert_no_error (error);
  g_assert_true (g_strv_equal ((const char *const *) words, (const char *const *) expected->pdata));
}

/* The template, two values and the ways, with \x1f between them. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_auto (GStrv) parts = g_strsplit (bytes, "\x1f", 4);
  const char *values[N_VALUES];

  if (g_strv_length (parts) < 4)
    return 0;

  values[0] = parts[1];
  values[1] = parts[2];
  check_any (parts[0], FANFOLD_TEMPLATE_TEXT, values);
  check_any (parts[0], FANFOLD_TEMPLATE_COMMAND, values);
  check_words ((const guint8 *) parts[3], MIN (strlen (parts[3]), 16), values);

  return 0;
}
