/* test-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-progress.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define WALL (1000 * SECOND) /* the wall clock when the other one is at 0 */

/* One slot's jobs, of which many make the remaining time be thought of on a thread. */
#define N_JOBS 2000

typedef struct
{
  FanfoldFunction *function;
  FanfoldJobTable *table;
  FanfoldProgress *progress;
  FanfoldRemainingLook look;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) description =
      g_variant_ref_sink (g_variant_new_parsed ("{'id': <'f'>, 'label': <'F'>}"));

  self->function = fanfold_function_new_from_variant (description, "p", "/p.so", "b1", NULL);
  self->table = fanfold_job_table_new (N_JOBS);
  self->progress = fanfold_progress_new (self->table, 1, 0, 0);
  self->look.n_slots = 1;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fanfold_progress_free (self->progress);
  fanfold_job_table_unref (self->table);
  g_object_unref (self->function);
}

static double
sample (Fixture *self, gint64 now_usec)
{
  guint64 counts[FANFOLD_N_JOB_STATES];
  FanfoldRemainingAnswer answer;

  self->look.now_usec = now_usec;
  self->look.wall_usec = WALL + now_usec;
  fanfold_progress_sample (self->progress, &self->look, counts);
  fanfold_progress_get_remaining (self->progress, &answer);

  return answer.median;
}

/* A thread that thinks of the remaining time comes to its end. */
static void
settle (void)
{
  for (guint i = 0; i < 100; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static double
sample_settled (Fixture *self, gint64 now_usec)
{
  sample (self, now_usec);
  settle ();

  return sample (self, now_usec);
}

static void
begin (Fixture *self, guint64 index, gint64 now_usec)
{
  fanfold_job_table_begin (self->table, index, 0, WALL + now_usec);
}

/* Jobs of a second each; the next one has begun then. */
static void
run_seconds (Fixture *self, guint n_done)
{
  begin (self, 0, 0);
  for (guint i = 0; i < n_done; i++)
    {
      g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
          self->function, i, 0, 1, FANFOLD_JOB_DONE, WALL, 1, NULL, "1", NULL);

      sample_settled (self, i * SECOND);
      fanfold_job_table_finish (self->table, block, FALSE);
      fanfold_job_table_give_back (self->table, 0);
      begin (self, i + 1, (i + 1) * SECOND);
    }
  sample_settled (self, n_done * SECOND);
}

static void
set_frozen (Fixture *self, gboolean frozen)
{
  self->look.paused = self->look.frozen = frozen;
}

static void
assert_about (double value, double expected)
{
  g_assert_cmpfloat (value, >, expected * 0.95);
  g_assert_cmpfloat (value, <, expected * 1.05);
}

/* Where a thread is stopped with the program, what it thinks of is how things were before. */
static void
test_frozen_while_thinking (Fixture *self, gconstpointer data)
{
  run_seconds (self, 10);
  sample (self, 10 * SECOND + SECOND / 2);
  set_frozen (self, TRUE);
  sample (self, 10 * SECOND + SECOND * 6 / 10);
  sample (self, 10 * SECOND + SECOND * 7 / 10);
  assert_about (sample (self, 600 * SECOND), N_JOBS - 10.6);
  set_frozen (self, FALSE);
  assert_about (sample (self, 600 * SECOND), N_JOBS - 10.6);
  settle ();
  assert_about (sample_settled (self, 600 * SECOND + SECOND / 10), N_JOBS - 10.7);
  assert_about (sample_settled (self, 601 * SECOND), N_JOBS - 11);
}

/* Nor is anything thought as long as nobody knows how many jobs there are. */
static double
ask_behind_stream (Fixture *self, gint64 frozen_usec)
{
  self->look.open = TRUE;
  begin (self, 0, 0);
  sample_settled (self, SECOND);
  if (frozen_usec > 0)
    {
      set_frozen (self, TRUE);
      sample_settled (self, SECOND);
      sample_settled (self, SECOND + frozen_usec);
      set_frozen (self, FALSE);
      sample_settled (self, SECOND + frozen_usec);
    }
  self->look.open = FALSE;

  return sample_settled (self, 3 * SECOND + frozen_usec);
}

static void
test_frozen_stream (Fixture *self, gconstpointer data)
{
  double as_ever = ask_behind_stream (self, 0);

  tear_down (self, NULL);
  *self = (Fixture){ 0 };
  set_up (self, NULL);
  assert_about (ask_behind_stream (self, 600 * SECOND), as_ever);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/progress/frozen-while-thinking", test_frozen_while_thinking);
  ADD ("/progress/frozen-stream", test_frozen_stream);
#undef ADD

  return g_test_run ();
}
