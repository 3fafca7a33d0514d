/* test-description.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-description.h"
#include "fanfold-error.h"

#include <string.h>

static void
test_parse (void)
{
  static const char text[] = "{'id': <'x²'>, 'flags': <uint32 3>, 'step': <0.5>} and more";
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GVariant) list = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;

  description = fanfold_description_parse (text, (gsize) (strchr (text, '}') + 1 - text), &error);
  g_assert_no_error (error);
  id = fanfold_description_dup_text (description, "id");
  label = fanfold_description_dup_text (description, "label");
  list = fanfold_description_dup_list (description, "params");

  g_assert_cmpstr (id, ==, "x²");
  g_assert_null (label);
  g_assert_cmpuint (fanfold_description_get_number (description, "flags"), ==, 3);
  g_assert_cmpuint (fanfold_description_get_number (description, "id"), ==, 0);
  g_assert_cmpfloat (fanfold_description_get_real (description, "step"), ==, 0.5);
  g_assert_cmpuint (g_variant_n_children (list), ==, 0);
}

static void
test_malformed (void)
{
  static const char *const texts[] = {
    "", "{", "3", "['id']", "{'id': 'bare'}", "{'id': <'\xff'>}", "{} {}", "{'id': <'a'>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_description_parse (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
    }
}

static void
test_deep (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new ("{'id': ");

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '<');

  g_assert_null (fanfold_description_parse (text->str, text->len, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/description/parse", test_parse);
  g_test_add_func ("/description/malformed", test_malformed);
  g_test_add_func ("/description/deep", test_deep);

  return g_test_run ();
}
