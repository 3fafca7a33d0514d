/* test-launch-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-form.h"
#include "fanfold-presets.h"
#include "fanfold-trial.h"

#include "../engine/described.h"

#include <glib/gstdio.h>

#define CHECKSUM                                                                                   \
  "[{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>, 'flags': <uint32 3>}, "                \
  "{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>, 'initial': <'3'>}, "                          \
  "{'id': <'quick'>, 'label': <'Quick'>, 'type': <uint32 1>, 'flags': <uint32 16>}]"

static FanfoldLaunchForm *
make_form (gboolean thread_safe)
{
  g_autoptr (FanfoldFunction) function = described_function (CHECKSUM, thread_safe);

  const FanfoldCpu cpu = { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE };

  return g_object_ref_sink (FANFOLD_LAUNCH_FORM (fanfold_launch_form_new (function, &cpu)));
}

static void
choose_files (FanfoldLaunchForm *form, const char *glob)
{
  const char *texts[] = { glob, NULL };

  fanfold_input_editor_set_texts (
      fanfold_param_row_get_editor (fanfold_launch_form_find_row (form, "file")), texts);
}

static FanfoldBatch *
read_batch (const char *text)
{
  g_autoptr (GError) error = NULL;
  FanfoldBatch *batch = fanfold_batch_new_from_text (text, -1, &error);

  g_assert_no_error (error);

  return batch;
}

static void
test_opens (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autofree char *gap = NULL;
  gboolean wrong = TRUE;

  g_assert_nonnull (fanfold_launch_form_find_row (form, "file"));
  g_assert_nonnull (fanfold_launch_form_find_row (form, "quick"));
  g_assert_null (fanfold_launch_form_find_row (form, "nothing"));

  gap = fanfold_launch_form_describe_gap (form, &wrong);
  g_assert_cmpstr (gap, ==, "“File” needs a value");
  g_assert_false (wrong);

  batch = fanfold_launch_form_dup_batch (form);
  g_assert_cmpstr (fanfold_batch_get_function_id (batch), ==, "test.job");
  g_assert_cmpint (fanfold_batch_get_settings (batch)->n_jobs, ==, -1);
  g_assert_cmpint (fanfold_batch_get_settings (batch)->backend, ==, FANFOLD_BACKEND_PROCESSES);
  g_assert_cmpuint (fanfold_batch_get_inputs (batch)->len, ==, 2);
}

static void
count_cb (FanfoldLaunchForm *form, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_changes (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  guint n_changes = 0;
  g_autofree char *gap = NULL;
  g_autofree char *mistake = NULL;
  gboolean wrong = FALSE;
  const char *texts[] = { "x", NULL };

  g_signal_connect (form, "changed", G_CALLBACK (count_cb), &n_changes);
  choose_files (form, "*.jpg");
  g_assert_cmpuint (n_changes, >, 0);
  gap = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_null (gap);

  fanfold_input_editor_set_texts (
      fanfold_param_row_get_editor (fanfold_launch_form_find_row (form, "n")), texts);
  mistake = fanfold_launch_form_describe_gap (form, &wrong);
  g_assert_cmpstr (mistake, ==, "There is a mistake in “N”");
  g_assert_true (wrong);
}

/* A batch that is opened and saved again means the same: order, groups and settings are kept. */
static void
test_round_trip (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_batch ("{\"fanfold\": 1, \"name\": \"Two\", \"function\": \"test.job\", \"inputs\": ["
                  "{\"name\": \"n\", \"range\": [0, 10, 2], \"group\": 2},"
                  "{\"name\": \"file\", \"files\": [\"*.jpg\", \"*.png\"], \"group\": 2},"
                  "{\"name\": \"quick\", \"value\": true}],"
                  "\"settings\": {\"n_jobs\": -2, \"backend\": \"threads\", \"verbose\": 3}}");

  g_assert_true (fanfold_launch_form_set_batch (form, batch, &error));
  g_assert_no_error (error);

  again = fanfold_launch_form_dup_batch (form);
  g_assert_cmpstr (fanfold_batch_get_name (again), ==, "Two");
  g_assert_cmpint (fanfold_batch_get_settings (again)->n_jobs, ==, -2);
  g_assert_cmpint (fanfold_batch_get_settings (again)->verbose, ==, 3);
  g_assert_cmpint (fanfold_batch_get_settings (again)->backend, ==, FANFOLD_BACKEND_THREADS);
  g_assert_cmpuint (fanfold_batch_get_inputs (again)->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      FanfoldInput *before = fanfold_batch_get_inputs (batch)->pdata[i];
      FanfoldInput *after = fanfold_batch_get_inputs (again)->pdata[i];

      g_assert_cmpstr (fanfold_input_get_name (after), ==, fanfold_input_get_name (before));
      g_assert_cmpint (fanfold_input_get_kind (after), ==, fanfold_input_get_kind (before));
      g_assert_cmpstrv (fanfold_input_get_texts (after), fanfold_input_get_texts (before));
      g_assert_cmpuint (fanfold_input_get_group (after) != 0, ==, i < 2);
    }
}

static GtkTextBuffer *
find_note (GtkWidget *widget)
{
  GtkTextBuffer *found = NULL;

  if (GTK_IS_TEXT_VIEW (widget) &&
      gtk_text_view_get_wrap_mode (GTK_TEXT_VIEW (widget)) == GTK_WRAP_WORD_CHAR)
    return gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_note (child);

  return found;
}

static void
test_labels (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (TRUE);
  g_autofree char *longer = g_strnfill (FANFOLD_BATCH_MAX_NOTE_BYTES + 1, 'x');
  g_autofree char *text = NULL;
  g_autofree char *gap = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (FanfoldBatch) batch = read_batch (
      "{\"fanfold\": 1, \"name\": \"Night <1>\", \"note\": \"Two\\nlines #tag\", "
      "\"function\": \"test.job\", \"inputs\": [{\"name\": \"file\", \"value\": \"a\"}]}");

  g_assert_true (fanfold_launch_form_set_batch (form, batch, NULL));
  again = fanfold_launch_form_dup_batch (form);
  g_assert_cmpstr (fanfold_batch_get_name (again), ==, "Night <1>");
  g_assert_cmpstr (fanfold_batch_get_note (again), ==, "Two\nlines #tag");
  gap = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_null (gap);

  gtk_text_buffer_set_text (find_note (GTK_WIDGET (form)), longer, -1);
  text = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_cmpstr (text, ==, "There is a mistake in “Note”");
}

/* Another command is not to run under the name of the one before. */
static void
test_own_name (void)
{
  g_autoptr (FanfoldFunction) function = described_function (
      "[{'id': <'command'>, 'label': <'Command'>, 'type': <uint32 7>, 'flags': <uint32 1>}]",
      FALSE);
  const FanfoldCpu cpu = { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE };
  g_autoptr (FanfoldLaunchForm) form =
      g_object_ref_sink (FANFOLD_LAUNCH_FORM (fanfold_launch_form_new (function, &cpu)));
  g_autoptr (FanfoldBatch) batch =
      read_batch ("{\"fanfold\": 1, \"name\": \"true\", \"function\": \"command.run\", "
                  "\"inputs\": [{\"name\": \"command\", \"template\": \"true\"}]}");
  g_autoptr (FanfoldBatch) without = NULL;
  g_autoptr (FanfoldBatch) with = NULL;

  g_assert_true (fanfold_launch_form_set_batch (form, batch, NULL));
  without = fanfold_launch_form_dup_batch (form);
  g_assert_cmpstr (fanfold_batch_get_name (without), ==, "");

  fanfold_batch_set_name (batch, "mine");
  g_assert_true (fanfold_launch_form_set_batch (form, batch, NULL));
  with = fanfold_launch_form_dup_batch (form);
  g_assert_cmpstr (fanfold_batch_get_name (with), ==, "mine");
}

/* Groups that are neither every combination nor all in step stay as they are. */
static void
test_mixed_groups (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_batch ("{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": ["
                  "{\"name\": \"n\", \"range\": [0, 2], \"group\": 2},"
                  "{\"name\": \"file\", \"list\": [\"a\", \"b\"], \"group\": 2},"
                  "{\"name\": \"quick\", \"list\": [true, false]}]}");

  g_assert_true (fanfold_launch_form_set_batch (form, batch, NULL));
  again = fanfold_launch_form_dup_batch (form);
  g_assert_cmpuint (fanfold_input_get_group (fanfold_batch_get_inputs (again)->pdata[0]), ==, 2);
  g_assert_cmpuint (fanfold_input_get_group (fanfold_batch_get_inputs (again)->pdata[1]), ==, 2);
  g_assert_cmpuint (fanfold_input_get_group (fanfold_batch_get_inputs (again)->pdata[2]), ==, 0);
}

/* What is no parameter is for templates: a typing error is told of, and nothing is lost. */
static void
test_unknown_input (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_batch ("{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": ["
                  "{\"name\": \"file\", \"value\": \"a\"},"
                  "{\"name\": \"colour\", \"value\": \"red\"}]}");
  g_autofree char *gap = NULL;
  gboolean wrong = TRUE;

  g_assert_true (fanfold_launch_form_set_batch (form, batch, &error));
  g_assert_no_error (error);
  gap = fanfold_launch_form_describe_gap (form, &wrong);
  g_assert_nonnull (strstr (gap, "colour"));
  g_assert_false (wrong);
  again = fanfold_launch_form_dup_batch (form);
  g_assert_cmpstr (
      fanfold_input_get_name (fanfold_batch_get_inputs (again)->pdata[1]), ==, "colour");
}

/* A table has more columns than a batch needs: those that nothing uses are left out. */
static void
test_unused_column (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_batch ("{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": ["
                  "{\"name\": \"file\", \"value\": \"a\"},"
                  "{\"name\": \"colour\", \"csv\": \"t.csv\", \"column\": \"colour\"}]}");
  g_autofree char *gap = NULL;
  GPtrArray *inputs;

  g_assert_true (fanfold_launch_form_set_batch (form, batch, &error));
  g_assert_no_error (error);
  gap = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_null (gap);
  again = fanfold_launch_form_dup_batch (form);
  inputs = fanfold_batch_get_inputs (again);
  for (guint i = 0; i < inputs->len; i++)
    g_assert_cmpstr (fanfold_input_get_name (inputs->pdata[i]), !=, "colour");
}

static void
test_blame (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  FanfoldParamRow *row = fanfold_launch_form_find_row (form, "file");
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  choose_files (form, "/nowhere/at/all/*.jpg");
  g_assert_null (fanfold_param_row_get_error (row));
  fanfold_launch_form_blame (form);
  while (fanfold_param_row_get_error (row) == NULL && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);

  g_assert_nonnull (fanfold_param_row_get_error (row));
}

static void
test_add_files (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/a [1].jpg");
  g_autoptr (GFile) folder = g_file_new_for_path (g_get_tmp_dir ());
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("http://localhost/b.jpg");
  g_autofree char *glob = g_strconcat (g_get_tmp_dir (), "/**", NULL);
  const char *texts[] = { "/nowhere/a \\[1\\].jpg", glob, NULL };
  FanfoldParamRow *row = fanfold_launch_form_find_row (form, "file");
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autoptr (FanfoldInput) input = NULL;

  g_list_store_append (files, file);
  g_list_store_append (files, elsewhere);
  g_list_store_append (files, folder);
  fanfold_param_row_set_kind (row, FANFOLD_INPUT_VALUE);
  fanfold_launch_form_add_files (form, G_LIST_MODEL (files));
  while (fanfold_param_row_is_missing (row) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);

  input = fanfold_param_row_dup_input (row);
  g_assert_nonnull (input);
  g_assert_cmpint (fanfold_input_get_kind (input), ==, FANFOLD_INPUT_FILES);
  g_assert_cmpstrv (fanfold_input_get_texts (input), texts);
}

/* Whatever a batch says of the run is there again. */
static void
test_settings (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_batch ("{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": ["
                  "{\"name\": \"file\", \"value\": \"a\"}],"
                  "\"settings\": {\"n_jobs\": 3, \"timeout\": \"200%\", \"retries\": 2,"
                  "\"delay\": 0.5, \"on_failure\": \"stop\", \"max_failures\": 4,"
                  "\"memory_limit\": \"500M\", \"min_free_memory\": \"1GiB\", \"min_free_disk\": "
                  "\"2GiB\", \"nice\": 7,"
                  "\"io_priority\": \"low\", \"pin\": true,"
                  "\"group\": \"night\", \"priority\": \"high\","
                  "\"only_on_ac\": true, \"only_when_idle\": true,"
                  "\"pre_dispatch\": \"2*n_jobs\", \"batch_size\": 10, \"verbose\": 50,"
                  "\"order\": \"shuffled\", \"sample\": 9, \"seed\": 11, \"weight\": 3}}");

  g_assert_true (fanfold_launch_form_set_batch (form, batch, NULL));
  again = fanfold_launch_form_dup_batch (form);
  for (const char *const *name = fanfold_settings_get_names (); *name != NULL; name++)
    {
      g_autofree char *before =
          fanfold_settings_dup_text (fanfold_batch_get_settings (batch), *name);
      g_autofree char *after =
          fanfold_settings_dup_text (fanfold_batch_get_settings (again), *name);

      g_test_message ("%s", *name);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
test_presets (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldSettings own = FANFOLD_SETTINGS_INIT;
  g_auto (GStrv) names = NULL;
  guint n_built_in;

  settings.sample = 5;
  settings.weight = 2;
  g_assert_true (fanfold_presets_apply ("Gentle", &settings));
  g_assert_cmpuint (settings.weight, ==, 2);
  g_assert_cmpint (settings.nice, ==, 19);
  g_assert_cmpint (settings.io_priority, ==, FANFOLD_IO_PRIORITY_IDLE);
  g_assert_cmpint (settings.n_jobs, ==, -2);
  g_assert_cmpuint (settings.sample, ==, 5);
  g_assert_false (fanfold_presets_apply ("Mine", &settings));
  g_assert_false (fanfold_presets_save ("Gentle", &settings));

  settings.n_retries = 3;
  settings.no_cache = TRUE;
  settings.io_priority = FANFOLD_IO_PRIORITY_LOW;
  settings.pin = TRUE;
  g_assert_true (fanfold_presets_save ("Mine", &settings));
  g_assert_true (fanfold_presets_apply ("Mine", &own));
  g_assert_cmpuint (own.n_retries, ==, 3);
  g_assert_true (own.no_cache);
  g_assert_cmpint (own.nice, ==, 19);
  g_assert_cmpint (own.io_priority, ==, FANFOLD_IO_PRIORITY_LOW);
  g_assert_true (own.pin);
  g_assert_cmpuint (own.sample, ==, 0);
  g_assert_cmpuint (own.weight, ==, 0);
  names = fanfold_presets_dup_names (&n_built_in);
  g_assert_cmpstr (names[n_built_in], ==, "Mine");
  fanfold_presets_delete ("Mine");
  g_assert_false (fanfold_presets_apply ("Mine", &own));
}

static void
test_trial (void)
{
  g_autoptr (FanfoldLaunchForm) form = make_form (FALSE);
  g_autoptr (FanfoldBatch) batch = fanfold_launch_form_dup_batch (form);
  g_autoptr (FanfoldBatch) trial = fanfold_trial_new_batch (batch, 5, "Job");
  g_autoptr (FanfoldBatch) less = fanfold_trial_new_batch (trial, 10, "Job");

  g_assert_cmpuint (fanfold_batch_get_settings (trial)->sample, ==, 5);
  g_assert_cmpuint (fanfold_batch_get_settings (less)->sample, ==, 5);
  g_assert_cmpuint (fanfold_batch_get_settings (batch)->sample, ==, 0);
  g_assert_cmpstr (fanfold_batch_get_name (trial), ==, "Trial of Job");
}

/* A command opens with an input of files; what is dropped goes there, and a template uses it. */
static void
test_command (void)
{
  g_autoptr (FanfoldFunction) function = described_function (
      "[{'id': <'command'>, 'label': <'Command'>, 'type': <uint32 7>, 'flags': <uint32 1>}]",
      FALSE);
  const FanfoldCpu cpu = { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE };
  g_autoptr (FanfoldLaunchForm) form =
      g_object_ref_sink (FANFOLD_LAUNCH_FORM (fanfold_launch_form_new (function, &cpu)));
  FanfoldParamRow *file = fanfold_launch_form_find_row (form, "file");
  FanfoldParamRow *command = fanfold_launch_form_find_row (form, "command");
  const char *without[] = { "true", NULL };
  const char *with[] = { "cat {}", NULL };
  const char *unclosed[] = { "cat '{}", NULL };
  g_autofree char *gap = NULL;
  g_autofree char *needs = NULL;
  g_autofree char *none = NULL;
  g_autofree char *unused = NULL;

  g_assert_nonnull (file);
  g_assert_cmpint (fanfold_param_row_get_kind (file), ==, FANFOLD_INPUT_FILES);
  g_assert_cmpint (fanfold_param_row_get_kind (command), ==, FANFOLD_INPUT_TEMPLATE);
  gap = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_nonnull (strstr (gap, "Command"));

  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (command), without);
  none = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_null (none);
  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (command), with);
  needs = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_nonnull (strstr (needs, "file"));
  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (command), unclosed);
  g_assert_nonnull (fanfold_param_row_get_error (command));

  choose_files (form, "*.jpg");
  fanfold_input_editor_set_texts (fanfold_param_row_get_editor (command), without);
  unused = fanfold_launch_form_describe_gap (form, NULL);
  g_assert_nonnull (strstr (unused, "{file}"));
}

/* A batch file's globs are below its own folder, those of free inputs, too. */
static void
test_folder (void)
{
  g_autoptr (FanfoldFunction) function = described_function (
      "[{'id': <'command'>, 'label': <'Command'>, 'type': <uint32 7>, 'flags': <uint32 1>}]",
      FALSE);
  const FanfoldCpu cpu = { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE };
  g_autoptr (FanfoldLaunchForm) form =
      g_object_ref_sink (FANFOLD_LAUNCH_FORM (fanfold_launch_form_new (function, &cpu)));
  g_autoptr (FanfoldBatch) batch = read_batch (
      "{\"fanfold\":1,\"function\":\"test.run\",\"inputs\":["
      "{\"name\":\"file\",\"files\":[\"*.jpg\"]},{\"name\":\"command\",\"template\":\"cat {}\"}]}");
  g_autofree char *folder = g_dir_make_tmp ("fanfold-form-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.jpg", NULL);
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  FanfoldParamRow *file;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  fanfold_batch_set_folder (batch, folder);
  fanfold_launch_form_set_batch (form, batch, &error);
  g_assert_no_error (error);

  file = fanfold_launch_form_find_row (form, "file");
  while (fanfold_param_row_get_n_values (file) == 0 && fanfold_param_row_get_error (file) == NULL &&
         g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (fanfold_param_row_get_error (file), ==, NULL);
  g_assert_cmpuint (fanfold_param_row_get_n_values (file), ==, 1);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The form fits a window of 360 px, whatever kinds of input are chosen. */
static void
test_narrow (void)
{
  static const char *const ids[] = { "file", "n", "quick" };
  g_autoptr (FanfoldLaunchForm) form = make_form (TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (FanfoldInputKind kind = FANFOLD_INPUT_VALUE; kind <= FANFOLD_INPUT_TEMPLATE; kind++)
      {
        FanfoldParamRow *row = fanfold_launch_form_find_row (form, ids[i]);
        int minimum;

        if (!fanfold_param_row_has_kind (row, kind))
          continue;

        fanfold_param_row_set_kind (row, kind);
        gtk_widget_measure (
            GTK_WIDGET (form), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
        g_test_message ("%s as %s: %d", ids[i], fanfold_input_kind_to_string (kind), minimum);
        g_assert_cmpint (minimum, <=, 350);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/launch-form/opens", test_opens);
  g_test_add_func ("/launch-form/changes", test_changes);
  g_test_add_func ("/launch-form/round-trip", test_round_trip);
  g_test_add_func ("/launch-form/labels", test_labels);
  g_test_add_func ("/launch-form/own-name", test_own_name);
  g_test_add_func ("/launch-form/mixed-groups", test_mixed_groups);
  g_test_add_func ("/launch-form/unknown-input", test_unknown_input);
  g_test_add_func ("/launch-form/blame", test_blame);
  g_test_add_func ("/launch-form/add-files", test_add_files);
  g_test_add_func ("/launch-form/settings", test_settings);
  g_test_add_func ("/launch-form/unused-column", test_unused_column);
  g_test_add_func ("/launch-form/presets", test_presets);
  g_test_add_func ("/launch-form/trial", test_trial);
  g_test_add_func ("/launch-form/command", test_command);
  g_test_add_func ("/launch-form/folder", test_folder);
  g_test_add_func ("/launch-form/narrow", test_narrow);

  return g_test_run ();
}
