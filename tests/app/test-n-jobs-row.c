/* test-n-jobs-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-n-jobs-row.h"

static GtkSpinButton *
find_spin (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_SPIN_BUTTON (widget))
    return GTK_SPIN_BUTTON (widget);

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkSpinButton *spin = find_spin (child);

      if (spin != NULL)
        return spin;
    }

  return NULL;
}

static FanfoldNJobsRow *
make_row (guint n_usable)
{
  return g_object_ref_sink (g_object_new (FANFOLD_TYPE_N_JOBS_ROW, "n-usable", n_usable, NULL));
}

static void
test_skips_zero (void)
{
  g_autoptr (FanfoldNJobsRow) row = make_row (8);
  GtkSpinButton *spin = find_spin (GTK_WIDGET (row));

  g_assert_cmpint (fanfold_n_jobs_row_get_n_jobs (row), ==, -1);

  gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpint (fanfold_n_jobs_row_get_n_jobs (row), ==, 1);
  gtk_spin_button_spin (spin, GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpint (fanfold_n_jobs_row_get_n_jobs (row), ==, 2);
  gtk_spin_button_spin (spin, GTK_SPIN_STEP_BACKWARD, 1);
  gtk_spin_button_spin (spin, GTK_SPIN_STEP_BACKWARD, 1);
  g_assert_cmpint (fanfold_n_jobs_row_get_n_jobs (row), ==, -1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "-1");
}

static void
test_typed (void)
{
  g_autoptr (FanfoldNJobsRow) row = make_row (8);
  GtkSpinButton *spin = find_spin (GTK_WIDGET (row));
  static const char *const refused[] = { "0", "-0", "2.5", "many", "", "9999999999" };

  gtk_editable_set_text (GTK_EDITABLE (spin), "12");
  g_assert_cmpint (fanfold_n_jobs_row_get_n_jobs (row), ==, 12);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (spin), refused[i]);
      g_assert_cmpint (fanfold_n_jobs_row_get_n_jobs (row), ==, 12);
    }
}

static void
test_subtitle (void)
{
  g_autoptr (FanfoldNJobsRow) row = make_row (8);

  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "all 8 cores");
  fanfold_n_jobs_row_set_n_jobs (row, -2);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "7 of 8 cores");
  g_object_set (row, "n-jobs", 12, NULL);
  g_assert_cmpstr (
      adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "12, more than the 8 cores");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/n-jobs-row/skips-zero", test_skips_zero);
  g_test_add_func ("/n-jobs-row/typed", test_typed);
  g_test_add_func ("/n-jobs-row/subtitle", test_subtitle);

  return g_test_run ();
}
