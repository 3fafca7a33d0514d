/* test-preview.c: the jobs of a batch before it is launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-finding-row.h"
#include "fanfold-findings-list.h"
#include "fanfold-preview-jobs.h"
#include "fanfold-preview-table.h"
#include "fanfold-preview-text.h"

#include "../engine/described.h"

#include <time.h>

#define N_JOBS 1000000
#define N_BOUND 200
#define N_IDLE 100 /* milliseconds without work */
/* Twenty frames: whatever goes over all rows takes seconds, also on a machine that is busy. */
#define LONGEST_USEC 320000

typedef struct
{
  FanfoldCombine *combine;
  FanfoldPreflight *preflight;
} Fixture;

static FanfoldCombine *
make_combine (guint n_jobs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldFunction) function = described_function ("[" DESCRIBED_INT "]", FALSE);
  g_autoptr (FanfoldSource) source = NULL;
  g_autofree char *stop = g_strdup_printf ("%u", n_jobs);
  FanfoldCombineItem item = { 0 };
  FanfoldCombine *combine;

  source = fanfold_source_new_range (
      g_ptr_array_index (fanfold_function_get_params (function), 0), "0", stop, "1", &error);
  g_assert_no_error (error);
  item.source = source;
  combine = fanfold_combine_new (function, &item, 1, &error);
  g_assert_no_error (error);

  return combine;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldPreflightSpec spec = { .settings = &settings, .n_slots = 1 };

  self->combine = spec.combine = make_combine (N_JOBS);
  self->preflight = fanfold_preflight_new (&spec);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fanfold_preflight_unref (self->preflight);
  fanfold_combine_unref (self->combine);
}

/* Any of a million, and nothing is kept of those that nobody holds. */
static void
test_lazy (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldPreviewJobs) jobs = fanfold_preview_jobs_new (self->combine, self->preflight);
  GListModel *model = G_LIST_MODEL (jobs);
  FanfoldPreviewJob *held[N_BOUND];
  g_autofree char *number = NULL, *arguments = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, N_JOBS);
  g_assert_null (g_list_model_get_item (model, N_JOBS));
  for (guint i = 0; i < N_BOUND; i++)
    held[i] = g_list_model_get_item (model, N_JOBS - N_BOUND + i);
  g_assert_cmpuint (fanfold_preview_jobs_get_n_live (jobs), ==, N_BOUND);
  g_object_get (held[N_BOUND - 1], "number", &number, "arguments", &arguments, NULL);
  g_assert_cmpstr (number, ==, "999999");
  g_assert_cmpstr (arguments, ==, "999999");

  fanfold_preview_jobs_sample (jobs);
  for (guint i = 0; i < N_BOUND; i++)
    g_object_unref (held[i]);
  g_assert_cmpuint (fanfold_preview_jobs_get_n_live (jobs), ==, 0);
}

static void
test_marks (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldPreviewJob) job = fanfold_preview_job_new (3, self->combine);
  g_autofree char *icon = NULL, *note = NULL, *cached = NULL;

  g_object_get (job, "icon", &icon, "note", &note, NULL);
  g_assert_cmpstr (icon, ==, "");
  g_assert_cmpstr (note, ==, "");

  fanfold_preview_job_set_marks (job, FANFOLD_PREFLIGHT_CACHED);
  g_object_get (job, "icon", &cached, NULL);
  g_assert_cmpstr (cached, ==, "document-open-recent-symbolic");

  g_clear_pointer (&icon, g_free);
  g_clear_pointer (&note, g_free);
  fanfold_preview_job_set_marks (job,
                                 1u << FANFOLD_FINDING_MISSING | 1u << FANFOLD_FINDING_DUPLICATE);
  g_object_get (job, "icon", &icon, "note", &note, NULL);
  g_assert_cmpstr (icon, ==, "dialog-warning-symbolic");
  g_assert_cmpstr (note, ==, "Its input is missing\nIt is the same as a job before it");
}

static void
assert_line (FanfoldPreflightSample sample, const char *expected)
{
  g_autofree char *text = fanfold_preview_text_line (&sample);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_line (void)
{
  FanfoldPreflightSample sample = { .n_jobs = 1204, .n_slots = 8, .seconds = -1 };

  assert_line (sample, "1,204 jobs · on 8 slots");
  sample.caches = TRUE;
  sample.n_cached = 311;
  sample.seconds = 125;
  sample.low = 110;
  sample.high = 140;
  assert_line (sample, "1,204 jobs · 311 in the cache · about 2 min on 8 slots");
  sample.n_slots = 1;
  sample.seconds = sample.low = sample.high = 0.1;
  assert_line (sample, "1,204 jobs · 311 in the cache · under a second on 1 slot");
  sample.seconds = 3000;
  sample.low = 900;
  sample.high = 7800;
  assert_line (sample, "1,204 jobs · 311 in the cache · 0.5–2 h on 1 slot");
  sample.seconds = sample.low = 0.5;
  sample.high = 4;
  assert_line (sample, "1,204 jobs · 311 in the cache · under 10 s on 1 slot");
  sample.n_jobs = 0;
  assert_line (sample, "Lines are read while jobs run");
}

/* The range is for those who ask. */
static void
test_more (void)
{
  FanfoldPreflightSample sample = { .n_jobs = 12,
                                    .n_slots = 8,
                                    .seconds = 125,
                                    .low = 108,
                                    .high = 155,
                                    .over = TRUE,
                                    .n_looked = 12 };
  g_autofree char *known = NULL, *unknown = NULL;

  known = fanfold_preview_text_more (&sample);
  g_assert_cmpstr (known, ==, "It takes about 2 min (1:45–2:30), going by earlier runs.");
  sample.seconds = sample.low = sample.high = -1;
  unknown = fanfold_preview_text_more (&sample);
  g_assert_nonnull (strstr (unknown, "not known yet"));
}

static void
test_progress (void)
{
  g_autofree char *counting = fanfold_preview_text_progress (0, FALSE);
  g_autofree char *found = fanfold_preview_text_progress (1204, FALSE);
  g_autofree char *awaited = fanfold_preview_text_progress (1204, TRUE);

  g_assert_cmpstr (counting, ==, "Counting the jobs…");
  g_assert_cmpstr (found, ==, "Found 1,204 values…");
  g_assert_cmpstr (awaited, ==, "Going ahead once the jobs are counted…");
}

static void
count_cb (FanfoldFindingsList *list, guint64 index, guint64 *last)
{
  *last = index;
}

static void
test_findings (void)
{
  FanfoldFindingsList *list = g_object_ref_sink (g_object_new (FANFOLD_TYPE_FINDINGS_LIST, NULL));
  FanfoldFinding missing = { FANFOLD_FINDING_MISSING, 2, { 17, 18 }, 2, (char *) "a.jpg" };
  FanfoldFinding stray = { FANFOLD_FINDING_STRAY, 1, { 0 }, 0, (char *) "{nmae}" };
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  FanfoldFinding no_room = { .kind = FANFOLD_FINDING_NO_ROOM,
                             .n_jobs = 9,
                             .detail = (char *) "/home",
                             .needed_bytes = 12000000000,
                             .free_bytes = 3100000000 };
  g_autofree char *text = fanfold_preview_text_finding (&missing);
  g_autofree char *room = fanfold_preview_text_finding (&no_room);
  GtkWidget *row;
  guint64 last = 0;

  g_assert_cmpstr (text, ==, "2 jobs have missing inputs: “a.jpg”");
  g_assert_cmpstr (room,
                   ==,
                   "Output needs about 12.0\302\240GB, going by earlier runs; 3.1\302\240GB are "
                   "free on /home");
  g_signal_connect (list, "job-activated", G_CALLBACK (count_cb), &last);
  fanfold_findings_list_set_findings (list, findings);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (list)));

  g_ptr_array_add (findings, &missing);
  g_ptr_array_add (findings, &stray);
  fanfold_findings_list_set_findings (list, findings);
  fanfold_findings_list_set_findings (list, findings);
  g_assert_cmpuint (fanfold_findings_list_get_n_rows (list), ==, 2);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (list)));

  row = g_object_ref_sink (fanfold_finding_row_new (&stray));
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  g_assert_false (fanfold_finding_row_get_job (FANFOLD_FINDING_ROW (row), &last));
  g_assert_false (fanfold_finding_row_update (FANFOLD_FINDING_ROW (row), &missing));
  g_object_unref (row);

  g_ptr_array_remove_index (findings, 0);
  fanfold_findings_list_set_findings (list, findings);
  g_assert_cmpuint (fanfold_findings_list_get_n_rows (list), ==, 1);
  g_object_unref (list);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += g_str_equal (gtk_widget_get_css_name (child), "row") ? 1 : count_rows (child);

  return n;
}

/* Setting one asks the display where the pointer is, which takes longer than all else of a row. */
static void
assert_no_tooltips (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_assert_null (gtk_widget_get_tooltip_text (child));
      assert_no_tooltips (child);
    }
}

static GtkWidget *
find_column_view (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_COLUMN_VIEW (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_column_view (child);

  return found;
}

/* In what this thread reckoned, so that other work of the machine does not count. */
static gint64
get_cpu_usec (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time), ==, 0);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The longest step of the main loop until nothing is left to do. */
static gint64
run_steps (void)
{
  gint64 longest = 0;

  for (guint n_idle = 0; n_idle < N_IDLE;)
    {
      gint64 began = get_cpu_usec ();
      gboolean busy = g_main_context_iteration (NULL, FALSE);
      gint64 step = get_cpu_usec () - began;

      longest = MAX (longest, step);
      n_idle = busy ? 0 : n_idle + 1;
      if (!busy)
        g_usleep (1000);
    }

  return longest;
}

/* Unfolded, and set anew as while somebody types. The bound leaves room for sanitizers and slow
 * machines: no step may make all rows that GTK wants. */
static void
test_steps (Fixture *self, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  FanfoldPreviewTable *table = g_object_new (FANFOLD_TYPE_PREVIEW_TABLE, NULL);
  gint64 longest;

  gtk_window_set_child (window, GTK_WIDGET (table));
  gtk_window_set_default_size (window, 700, 400);
  gtk_widget_show (GTK_WIDGET (window));
  run_steps ();
  for (guint i = 0; i < 3; i++)
    {
      gint64 began = get_cpu_usec ();
      gint64 set;

      fanfold_preview_table_set_jobs (table, self->combine, self->preflight);
      set = get_cpu_usec () - began;
      longest = run_steps ();
      g_test_message ("set in %.1f ms, the longest step after it took %.1f ms",
                      (double) set / 1000,
                      (double) longest / 1000);
      g_assert_cmpint (count_rows (GTK_WIDGET (table)), >, 10);
      g_assert_cmpint (set, <, LONGEST_USEC);
      g_assert_cmpint (longest, <, LONGEST_USEC);
    }
  assert_no_tooltips (find_column_view (GTK_WIDGET (table)));
  fanfold_preview_table_show_job (table, N_JOBS - 1);
  longest = run_steps ();
  g_test_message ("the last shown in %.1f ms", (double) longest / 1000);
  g_assert_cmpint (longest, <, LONGEST_USEC);
  fanfold_preview_table_set_jobs (table, self->combine, self->preflight);
  longest = run_steps ();
  g_test_message ("set anew from there in %.1f ms", (double) longest / 1000);
  g_assert_cmpint (longest, <, LONGEST_USEC);
  gtk_window_destroy (window);
}

/* What is shown may go at any time; a job that is not there is not shown. */
static void
test_table (Fixture *self, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  FanfoldPreviewTable *table = g_object_new (FANFOLD_TYPE_PREVIEW_TABLE, NULL);
  gint64 began;

  gtk_window_set_child (window, GTK_WIDGET (table));
  gtk_window_set_default_size (window, 360, 400);
  gtk_widget_show (GTK_WIDGET (window));
  fanfold_preview_table_show_job (table, 0);
  began = g_get_monotonic_time ();
  fanfold_preview_table_set_jobs (table, self->combine, self->preflight);
  fanfold_preview_table_show_job (table, N_JOBS - 1);
  fanfold_preview_table_show_job (table, N_JOBS);
  g_test_message ("a million rows set and the last shown in %.1f ms",
                  (double) (g_get_monotonic_time () - began) / 1000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  began = g_get_monotonic_time ();
  fanfold_preview_table_set_jobs (table, self->combine, self->preflight);
  g_test_message ("… set anew in %.1f ms", (double) (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC);
  fanfold_preview_table_sample (table);
  fanfold_preview_table_set_jobs (table, NULL, NULL);
  fanfold_preview_table_sample (table);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_window_destroy (window);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/preview/lazy", Fixture, NULL, set_up, test_lazy, tear_down);
  g_test_add ("/preview/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add_func ("/preview/line", test_line);
  g_test_add_func ("/preview/more", test_more);
  g_test_add_func ("/preview/progress", test_progress);
  g_test_add_func ("/preview/findings", test_findings);
  g_test_add ("/preview/table", Fixture, NULL, set_up, test_table, tear_down);

  g_test_add ("/preview/steps", Fixture, NULL, set_up, test_steps, tear_down);

  return g_test_run ();
}
