/* test-param-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "held.h"

#include "fanfold-files-editor.h"
#include "fanfold-param-row.h"
#include "fanfold-value-editor.h"

#include "../engine/described.h"

#include <glib/gstdio.h>

#define SPIN_INT                                                                                   \
  "{'id': <'level'>, 'label': <'Level'>, 'type': <uint32 2>, 'minimum': <1.0>, 'maximum': <9.0>, " \
  "'initial': <'6'>}"
#define SPIN_REAL                                                                                  \
  "{'id': <'beta'>, 'label': <'Beta'>, 'type': <uint32 3>, 'minimum': <0.0>, 'maximum': <1.0>, "   \
  "'step': <0.1>}"
#define FREE_REAL                                                                                  \
  "{'id': <'chance'>, 'label': <'Chance'>, 'type': <uint32 3>, 'minimum': <0.0>, 'maximum': "      \
  "<1.0>}"
#define CHOICE                                                                                     \
  "{'id': <'algorithm'>, 'label': <'Algorithm'>, 'type': <uint32 4>, 'initial': <'sha256'>, "      \
  "'choices': <[('md5', 'MD5'), ('sha256', 'SHA-256')]>}"
#define EACH_FILE "{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>, 'flags': <uint32 3>}"
#define EACH_INT "{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>, 'flags': <uint32 2>}"
#define EACH_TEXT "{'id': <'t'>, 'label': <'T'>, 'type': <uint32 0>, 'flags': <uint32 2>}"
#define NEEDED_TEXT "{'id': <'t'>, 'label': <'T'>, 'type': <uint32 0>, 'flags': <uint32 1>}"

static FanfoldParamRow *
make_row (const char *description)
{
  g_autoptr (FanfoldParam) param = described_param (description);

  return g_object_ref_sink (FANFOLD_PARAM_ROW (fanfold_param_row_new (param)));
}

static void
set_texts (FanfoldParamRow *row, FanfoldInputKind kind, const char *first, const char *second)
{
  const char *texts[] = { first, second, NULL };

  fanfold_param_row_set_kind (row, kind);
  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (row), texts);
}

static void
assert_input (FanfoldParamRow *row, FanfoldInputKind kind, const char *first, const char *second)
{
  g_autoptr (FanfoldInput) input = fanfold_param_row_dup_input (row);
  const char *texts[] = { first, second, NULL };

  g_assert_nonnull (input);
  g_assert_cmpint (fanfold_input_get_kind (input), ==, kind);
  g_assert_cmpstrv (fanfold_input_get_texts (input), texts);
}

static const char *
get_widget_name (FanfoldParamRow *row)
{
  return fanfold_value_editor_get_widget_name (
      FANFOLD_VALUE_EDITOR (fanfold_param_row_get_editor (row)));
}

/* Each type opens with its own widget and its default. */
static void
test_widgets (void)
{
  static const struct
  {
    const char *description;
    const char *widget;
    const char *text; /* NULL: left out */
  } cases[] = {
    { DESCRIBED_TEXT, "entry", "" },   { DESCRIBED_BOOL, "switch", "false" },
    { DESCRIBED_INT, "entry", NULL },  { DESCRIBED_REAL, "entry", NULL },
    { DESCRIBED_FOLDER, "entry", "" }, { SPIN_INT, "spin", "6" },
    { SPIN_REAL, "spin", "0" },        { FREE_REAL, "entry", NULL },
    { CHOICE, "choice", "sha256" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldParamRow) row = make_row (cases[i].description);

      g_test_message ("%s", cases[i].description);
      g_assert_cmpstr (get_widget_name (row), ==, cases[i].widget);
      if (cases[i].text == NULL || cases[i].text[0] == '\0')
        g_assert_false (fanfold_param_row_is_missing (row));
      else
        assert_input (row, FANFOLD_INPUT_VALUE, cases[i].text, NULL);
      g_assert_null (fanfold_param_row_get_error (row));
    }
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *description;
    gboolean range, files;
  } cases[] = {
    { DESCRIBED_TEXT, FALSE, FALSE }, { DESCRIBED_BOOL, FALSE, FALSE },
    { DESCRIBED_INT, TRUE, FALSE },   { DESCRIBED_REAL, TRUE, FALSE },
    { DESCRIBED_FILE, FALSE, TRUE },  { DESCRIBED_FOLDER, FALSE, FALSE },
    { CHOICE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldParamRow) row = make_row (cases[i].description);

      g_assert_true (fanfold_param_row_has_kind (row, FANFOLD_INPUT_VALUE));
      g_assert_true (fanfold_param_row_has_kind (row, FANFOLD_INPUT_LIST));
      g_assert_cmpint (fanfold_param_row_has_kind (row, FANFOLD_INPUT_RANGE), ==, cases[i].range);
      g_assert_cmpint (fanfold_param_row_has_kind (row, FANFOLD_INPUT_FILES), ==, cases[i].files);
    }
}

static void
test_each (void)
{
  g_autoptr (FanfoldParamRow) file = make_row (EACH_FILE);
  g_autoptr (FanfoldParamRow) number = make_row (EACH_INT);
  g_autoptr (FanfoldParamRow) text = make_row (EACH_TEXT);

  g_assert_cmpint (fanfold_param_row_get_kind (file), ==, FANFOLD_INPUT_FILES);
  g_assert_cmpint (fanfold_param_row_get_kind (number), ==, FANFOLD_INPUT_RANGE);
  g_assert_cmpint (fanfold_param_row_get_kind (text), ==, FANFOLD_INPUT_LIST);
  g_assert_true (fanfold_param_row_is_missing (file));
  g_assert_true (fanfold_param_row_is_missing (number));
  g_assert_true (fanfold_param_row_is_missing (text));
}

static void
test_checks_values (void)
{
  g_autoptr (FanfoldParamRow) number = make_row (DESCRIBED_INT);
  g_autoptr (FanfoldParamRow) needed = make_row (NEEDED_TEXT);

  g_assert_true (fanfold_param_row_is_missing (needed));
  set_texts (needed, FANFOLD_INPUT_VALUE, "a", NULL);
  g_assert_false (fanfold_param_row_is_missing (needed));

  set_texts (number, FANFOLD_INPUT_VALUE, "twelve", NULL);
  g_assert_nonnull (fanfold_param_row_get_error (number));
  set_texts (number, FANFOLD_INPUT_VALUE, "12", NULL);
  g_assert_null (fanfold_param_row_get_error (number));
  assert_input (number, FANFOLD_INPUT_VALUE, "12", NULL);
}

static void
test_checks_lists (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (SPIN_INT);

  set_texts (row, FANFOLD_INPUT_LIST, "3", "10");
  g_assert_nonnull (fanfold_param_row_get_error (row));
  g_assert_nonnull (strstr (fanfold_param_row_get_error (row), "Line 2"));

  set_texts (row, FANFOLD_INPUT_LIST, "3", "9");
  g_assert_null (fanfold_param_row_get_error (row));
  assert_input (row, FANFOLD_INPUT_LIST, "3", "9");

  set_texts (row, FANFOLD_INPUT_LIST, NULL, NULL);
  g_assert_true (fanfold_param_row_is_missing (row));
  g_assert_null (fanfold_param_row_dup_input (row));
}

/* Empty values are values. */
static void
test_empty_lines (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (DESCRIBED_TEXT);

  set_texts (row, FANFOLD_INPUT_LIST, "a", "");
  assert_input (row, FANFOLD_INPUT_LIST, "a", "");
}

static void
test_checks_ranges (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (DESCRIBED_INT);

  set_texts (row, FANFOLD_INPUT_RANGE, "0", NULL);
  g_assert_true (fanfold_param_row_is_missing (row));
  set_texts (row, FANFOLD_INPUT_RANGE, "0", "0");
  g_assert_nonnull (fanfold_param_row_get_error (row));
  set_texts (row, FANFOLD_INPUT_RANGE, "0", "much");
  g_assert_nonnull (fanfold_param_row_get_error (row));
  set_texts (row, FANFOLD_INPUT_RANGE, "0", "10");
  g_assert_null (fanfold_param_row_get_error (row));
  assert_input (row, FANFOLD_INPUT_RANGE, "0", "10");
}

/* What a type's own widget would mend unseen is shown as it is, and as wrong. */
static void
test_shows_what_is_wrong (void)
{
  g_autoptr (FanfoldParamRow) choice = make_row (CHOICE);
  g_autoptr (FanfoldParamRow) number = make_row (SPIN_INT);
  g_autoptr (FanfoldParamRow) real = make_row (SPIN_REAL);

  set_texts (choice, FANFOLD_INPUT_VALUE, "sha3", NULL);
  g_assert_cmpstr (get_widget_name (choice), ==, "entry");
  g_assert_nonnull (fanfold_param_row_get_error (choice));
  assert_input (choice, FANFOLD_INPUT_VALUE, "sha3", NULL);
  set_texts (choice, FANFOLD_INPUT_VALUE, "md5", NULL);
  g_assert_cmpstr (get_widget_name (choice), ==, "choice");
  g_assert_null (fanfold_param_row_get_error (choice));

  set_texts (number, FANFOLD_INPUT_VALUE, "12", NULL);
  g_assert_cmpstr (get_widget_name (number), ==, "entry");
  g_assert_nonnull (fanfold_param_row_get_error (number));

  set_texts (real, FANFOLD_INPUT_VALUE, "0.125", NULL);
  g_assert_cmpstr (get_widget_name (real), ==, "spin");
  assert_input (real, FANFOLD_INPUT_VALUE, "0.125", NULL);
}

static void
test_set_input (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (DESCRIBED_TEXT);
  const char *files[] = { "*.jpg", NULL };
  const char *broken[] = { "a\nb", NULL };
  g_autoptr (FanfoldInput) of_files = fanfold_input_new ("t", FANFOLD_INPUT_FILES, files);
  g_autoptr (FanfoldInput) of_lines = fanfold_input_new ("t", FANFOLD_INPUT_LIST, broken);
  g_autoptr (FanfoldInput) of_text = fanfold_input_new ("t", FANFOLD_INPUT_VALUE, broken);
  g_autoptr (GError) error = NULL;

  g_assert_false (fanfold_param_row_set_input (row, of_files, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (fanfold_param_row_set_input (row, of_lines, &error));
  g_assert_no_error (error);
  assert_input (row, FANFOLD_INPUT_LIST, "a\nb", NULL);
  g_assert_true (fanfold_param_row_set_input (row, of_text, &error));
  g_assert_no_error (error);
  assert_input (row, FANFOLD_INPUT_VALUE, "a\nb", NULL);
}

static void
test_chosen_files (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (EACH_FILE);
  FanfoldFilesEditor *editor = FANFOLD_FILES_EDITOR (fanfold_param_row_get_editor (row));
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GListStore) folders = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path ("/data/a [1]*.jpg");
  g_autoptr (GFile) folder = g_file_new_for_path ("/data/sub");

  g_list_store_append (files, file);
  g_list_store_append (files, file);
  g_list_store_append (folders, folder);
  fanfold_files_editor_add (editor, G_LIST_MODEL (files), FALSE);
  fanfold_files_editor_add (editor, G_LIST_MODEL (folders), TRUE);

  g_assert_false (fanfold_param_row_is_missing (row));
  assert_input (row, FANFOLD_INPUT_FILES, "/data/a \\[1\\]\\*.jpg", "/data/sub/**");
}

/* A path stays as it is, though an entry cannot hold all bytes; standard input is not had here. */
static void
test_lines (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (EACH_INT);
  const char *file[] = { "/data/\xff.txt", NULL };
  const char *input[] = { "-", NULL };
  g_autoptr (FanfoldInput) of_file = fanfold_input_new ("n", FANFOLD_INPUT_LINES, file);
  g_autoptr (FanfoldInput) of_stdin = fanfold_input_new ("n", FANFOLD_INPUT_LINES, input);
  g_autoptr (FanfoldInput) of_none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_param_row_set_input (row, of_file, &error));
  g_assert_no_error (error);
  g_assert_null (fanfold_param_row_get_error (row));
  assert_input (row, FANFOLD_INPUT_LINES, "/data/\xff.txt", NULL);

  g_assert_true (fanfold_param_row_set_input (row, of_stdin, &error));
  g_assert_nonnull (strstr (fanfold_param_row_get_error (row), "standard input"));

  set_texts (row, FANFOLD_INPUT_LINES, "in.txt", NULL);
  g_assert_null (fanfold_param_row_get_error (row));
  assert_input (row, FANFOLD_INPUT_LINES, "in.txt", NULL);
  set_texts (row, FANFOLD_INPUT_LINES, "", NULL);
  of_none = fanfold_param_row_dup_input (row);
  g_assert_null (of_none);
  g_assert_true (fanfold_param_row_is_missing (row));
}

static void
wait_for_count (FanfoldParamRow *row)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (fanfold_param_row_get_n_values (row) == 0 && fanfold_param_row_get_error (row) == NULL &&
         g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
}

/* What the disk says comes to the row by itself. */
static void
test_counts (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (EACH_FILE);
  g_autoptr (FanfoldParamRow) number = make_row (EACH_INT);

  set_texts (row, FANFOLD_INPUT_FILES, "/nowhere/*", NULL);
  g_assert_null (fanfold_param_row_get_error (row));
  wait_for_count (row);
  g_assert_nonnull (strstr (fanfold_param_row_get_error (row), "/nowhere"));

  set_texts (row, FANFOLD_INPUT_LIST, "a", "b");
  g_assert_null (fanfold_param_row_get_error (row));
  g_assert_cmpuint (fanfold_param_row_get_n_values (row), ==, 0);
  wait_for_count (row);
  g_assert_cmpuint (fanfold_param_row_get_n_values (row), ==, 2);

  set_texts (number, FANFOLD_INPUT_RANGE, "0", "1000");
  wait_for_count (number);
  g_assert_cmpuint (fanfold_param_row_get_n_values (number), ==, 1000);
}

static void
test_spaced (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (DESCRIBED_REAL);
  const char *texts[] = { "1", "100", "3", NULL };
  g_autoptr (FanfoldInput) input = NULL;

  fanfold_param_row_set_kind (row, FANFOLD_INPUT_GEOMSPACE);
  g_assert_cmpint (fanfold_param_row_get_kind (row), ==, FANFOLD_INPUT_GEOMSPACE);
  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (row), texts);
  input = fanfold_param_row_dup_input (row);
  g_assert_cmpint (fanfold_input_get_kind (input), ==, FANFOLD_INPUT_GEOMSPACE);
  g_assert_cmpstrv (fanfold_input_get_texts (input), texts);
  wait_for_count (row);
  g_assert_cmpuint (fanfold_param_row_get_n_values (row), ==, 3);

  texts[2] = "";
  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (row), texts);
  g_assert_true (fanfold_param_row_is_missing (row));
  fanfold_param_row_set_kind (row, FANFOLD_INPUT_RANGE);
  g_assert_false (fanfold_param_row_is_missing (row));
}

static void
test_exclude (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (EACH_FILE);
  const char *const globs[] = { "a,b*", "c,", "*.tmp", NULL };
  g_autoptr (FanfoldInput) files =
      fanfold_input_new ("n", FANFOLD_INPUT_FILES, (const char *[]){ "/etc/*", NULL });
  g_autoptr (FanfoldInput) input = fanfold_input_with_exclude (files, globs);
  g_autoptr (FanfoldInput) again = NULL;

  g_assert_true (fanfold_param_row_set_input (row, input, NULL));
  again = fanfold_param_row_dup_input (row);
  g_assert_cmpstrv (fanfold_input_get_exclude (again), globs);
}

/* The columns and the values of a file below the batch's folder are found. */
static void
test_csv (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (EACH_INT);
  g_autofree char *folder = g_dir_make_tmp ("fanfold-csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "t.csv", NULL);
  const char *texts[] = { "t.csv", "n", NULL };
  const char *wrong[] = { "t.csv", "k", NULL };
  g_autoptr (FanfoldInput) input = fanfold_input_new ("n", FANFOLD_INPUT_CSV, texts);
  g_autoptr (FanfoldInput) of_none = fanfold_input_new ("n", FANFOLD_INPUT_CSV, wrong);

  g_assert_true (g_file_set_contents (path, "m,n\n1,2\n3,4\n5,6\n", -1, NULL));
  fanfold_param_row_set_folder (row, folder);
  g_assert_true (fanfold_param_row_set_input (row, input, NULL));
  assert_input (row, FANFOLD_INPUT_CSV, "t.csv", "n");
  wait_for_count (row);
  g_assert_null (fanfold_param_row_get_error (row));
  g_assert_cmpuint (fanfold_param_row_get_n_values (row), ==, 3);

  g_assert_true (fanfold_param_row_set_input (row, of_none, NULL));
  wait_for_count (row);
  g_assert_nonnull (strstr (fanfold_param_row_get_error (row), "“k”"));

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static GtkTextView *
find_view (GtkWidget *widget)
{
  GtkTextView *found = GTK_IS_TEXT_VIEW (widget) ? GTK_TEXT_VIEW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_view (child);

  return found;
}

/* A hundred thousand lines hold nothing up: they never come into the view. */
static void
test_long_paste (void)
{
  g_autoptr (FanfoldParamRow) row = make_row (DESCRIBED_INT);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (FanfoldInput) input = NULL;
  GtkTextBuffer *buffer;
  gint64 began, deadline, longest = 0;

  for (guint i = 0; i < 100 * 1000; i++)
    g_string_append_printf (text, "%u\n", i);

  fanfold_param_row_set_kind (row, FANFOLD_INPUT_LIST);
  buffer = gtk_text_view_get_buffer (find_view (GTK_WIDGET (fanfold_param_row_get_editor (row))));
  gtk_text_buffer_insert_at_cursor (buffer, "-1\n", -1);
  began = held_get_cpu_usec ();
  gtk_text_buffer_insert_at_cursor (buffer, text->str, (int) text->len);
  longest = held_get_cpu_usec () - began;
  deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 3);

  while (fanfold_param_row_get_n_values (row) != 100 * 1000 + 1 &&
         g_get_monotonic_time () < deadline)
    {
      gint64 start;

      while (!g_main_context_pending (NULL))
        g_usleep (500);
      start = held_get_cpu_usec ();
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, held_get_cpu_usec () - start);
    }

  g_test_message ("held up for %" G_GINT64_FORMAT " µs at most", longest);
  g_assert_cmpuint (fanfold_param_row_get_n_values (row), ==, 100 * 1000 + 1);
  input = fanfold_param_row_dup_input (row);
  g_assert_cmpstr (fanfold_input_get_texts (input)[0], ==, "-1");
  g_assert_cmpstr (fanfold_input_get_texts (input)[100 * 1000], ==, "99999");
  /* Ten times what is promised, as a sanitizer makes all slow. */
  g_assert_cmpint (longest, <, 160 * 1000);
}

static void
test_free (void)
{
  g_autoptr (FanfoldParamRow) row =
      g_object_ref_sink (FANFOLD_PARAM_ROW (fanfold_param_row_new_free ("size")));
  g_autoptr (FanfoldParamRow) unnamed =
      g_object_ref_sink (FANFOLD_PARAM_ROW (fanfold_param_row_new_free ("two words")));

  g_assert_true (fanfold_param_row_is_free (row));
  g_assert_cmpstr (fanfold_param_row_get_name (row), ==, "size");
  g_assert_false (fanfold_param_row_has_kind (row, FANFOLD_INPUT_TEMPLATE));
  g_assert_true (fanfold_param_row_has_kind (row, FANFOLD_INPUT_FILES));
  g_assert_true (fanfold_param_row_has_kind (row, FANFOLD_INPUT_GEOMSPACE));
  g_assert_null (fanfold_param_row_get_error (row));
  g_assert_nonnull (fanfold_param_row_get_error (unnamed));

  fanfold_param_row_set_taken (row, TRUE);
  g_assert_nonnull (strstr (fanfold_param_row_get_error (row), "size"));
  fanfold_param_row_set_taken (row, FALSE);
  g_assert_null (fanfold_param_row_get_error (row));

  set_texts (row, FANFOLD_INPUT_LIST, "10", "large");
  assert_input (row, FANFOLD_INPUT_LIST, "10", "large");
  set_texts (row, FANFOLD_INPUT_RANGE, "0", "x");
  g_assert_nonnull (fanfold_param_row_get_error (row));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/param-row/widgets", test_widgets);
  g_test_add_func ("/param-row/kinds", test_kinds);
  g_test_add_func ("/param-row/each", test_each);
  g_test_add_func ("/param-row/checks-values", test_checks_values);
  g_test_add_func ("/param-row/checks-lists", test_checks_lists);
  g_test_add_func ("/param-row/empty-lines", test_empty_lines);
  g_test_add_func ("/param-row/checks-ranges", test_checks_ranges);
  g_test_add_func ("/param-row/shows-what-is-wrong", test_shows_what_is_wrong);
  g_test_add_func ("/param-row/set-input", test_set_input);
  g_test_add_func ("/param-row/chosen-files", test_chosen_files);
  g_test_add_func ("/param-row/lines", test_lines);
  g_test_add_func ("/param-row/counts", test_counts);
  g_test_add_func ("/param-row/spaced", test_spaced);
  g_test_add_func ("/param-row/exclude", test_exclude);
  g_test_add_func ("/param-row/csv", test_csv);
  g_test_add_func ("/param-row/long-paste", test_long_paste);
  g_test_add_func ("/param-row/free", test_free);

  return g_test_run ();
}
