/* test-causes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <signal.h>
#include "block-fixture.h"
#include "described.h"
#include "fanfold-causes.h"

#define MANY 200000

typedef struct
{
  FanfoldFunction *function;
  FanfoldCauses *causes;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->function = described_function ("[" DESCRIBED_INT "]", FALSE);
  self->causes = fanfold_causes_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fanfold_causes_free (self->causes);
  g_object_unref (self->function);
}

static void
add (Fixture *self,
     guint64 first,
     guint n_jobs,
     FanfoldJobState state,
     FanfoldJobEnd end,
     const char *message)
{
  const FailedJobs jobs = {
    .first = first, .n_jobs = n_jobs, .attempt = 1, .state = state, .end = end, .message = message
  };
  g_autoptr (FanfoldBlock) block = failed_jobs_make_block (&jobs, self->function);

  fanfold_causes_add (self->causes, block);
}

static void
fail (Fixture *self, guint64 first, guint n_jobs, const char *message)
{
  add (self, first, n_jobs, FANFOLD_JOB_FAILED, 0, message);
}

static const FanfoldCause *
get (Fixture *self, guint place, guint n_causes)
{
  GPtrArray *causes = fanfold_causes_get (self->causes);

  g_assert_cmpuint (causes->len, ==, n_causes);

  return g_ptr_array_index (causes, place);
}

static void
assert_cause (
    Fixture *self, guint place, guint n_causes, const char *message, guint64 n_jobs, guint64 lowest)
{
  const FanfoldCause *cause = get (self, place, n_causes);
  guint64 first, n;

  g_assert_cmpstr (cause->message, ==, message);
  g_assert_cmpuint (fanfold_ranges_get_size (cause->jobs), ==, n_jobs);
  g_assert_true (fanfold_ranges_find (cause->jobs, 0, &first, &n));
  g_assert_cmpuint (first, ==, lowest);
}

static void
test_gist (void)
{
  static const struct
  {
    const char *message;
    const char *gist;
  } cases[] = {
    { "", "" },
    { "No room", "No room" },
    { "Row 17 of 3,000 is -2.5e-3", "Row # of # is #" },
    { "x=7, y=-8", "x=#, y=#" },
    { "at 0xDEADbeef", "at #" },
    { "a file called \"my file 3\" is missing", "a file called # is missing" },
    { "“a” and ‘b’ and «c» and `d'", "# and # and # and #" },
    { "can't open 'x.txt', won't read", "can't open #, won't read" },
    { "Cannot open /home/a/b.txt: No such file", "Cannot open #: No such file" },
    { "Cannot open pictures/ä b.txt: gone", "Cannot open # b.txt: gone" },
    { "(file:///tmp/%20x)", "(#)" },
    { "key=/etc/x,next", "key=#,next" },
    { "version2 of sha256", "version# of sha#" },
    { "\"left open 12", "\"left open #" },
    { "  one \n two 2 \n", "one \n two #" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *gist = fanfold_causes_dup_gist (cases[i].message);

      g_assert_cmpstr (gist, ==, cases[i].gist);
    }
}

/* No message is too long, too deep or too broken, and none takes long. */
static void
test_odd_messages (void)
{
  static const char *const pieces[] = { "'", "\"", "a/", "1,", "0x", "-", "\xff", "`'", "“", "((" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) message = g_string_new (NULL);
      g_autofree char *gist = NULL;
      gint64 started = g_get_monotonic_time ();

      while (message->len < 100000)
        g_string_append (message, pieces[i]);
      gist = fanfold_causes_dup_gist (message->str);
      g_assert_true (g_utf8_validate (gist, -1, NULL));
      g_assert_cmpuint (strlen (gist), <, 10000);
      g_assert_cmpint (g_get_monotonic_time () - started, <, 2 * G_USEC_PER_SEC);
    }
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (fanfold_causes_get (self->causes)->len, ==, 0);
  add (self, 0, 5, FANFOLD_JOB_DONE, 0, NULL);
  add (self, 5, 5, FANFOLD_JOB_CANCELLED, 0, "Cancelled");
  add (self, 10, 5, FANFOLD_JOB_SKIPPED, 0, NULL);
  g_assert_cmpuint (fanfold_causes_get (self->causes)->len, ==, 0);
}

static void
test_grouped (Fixture *self, gconstpointer data)
{
  fail (self, 0, 3, "Row %u is bad");
  fail (self, 10, 5, "There is no \"%u.txt\"");
  fail (self, 5, 1, "Row 5 is bad");
  fail (self, 7, 1, "Row is bad");
  fail (self, 8, 1, NULL);

  assert_cause (self, 0, 4, "There is no \"10.txt\"", 5, 10);
  assert_cause (self, 1, 4, "Row 0 is bad", 4, 0);
  assert_cause (self, 2, 4, "Row is bad", 1, 7);
  assert_cause (self, 3, 4, "", 1, 8);
}

static void
test_told_apart_by_end (Fixture *self, gconstpointer data)
{
  add (self, 0, 1, FANFOLD_JOB_CRASHED, -SIGSEGV, "Over");
  add (self, 1, 1, FANFOLD_JOB_CRASHED, -SIGABRT, "Over");
  add (self, 2, 1, FANFOLD_JOB_CRASHED, 3, "Over");
  add (self, 3, 1, FANFOLD_JOB_CRASHED, FANFOLD_JOB_END_EXIT_0, "Over");
  add (self, 4, 1, FANFOLD_JOB_FAILED, 3, "Over");
  add (self, 5, 1, FANFOLD_JOB_TIMED_OUT, 0, "Over");
  add (self, 6, 1, FANFOLD_JOB_CRASHED, -SIGSEGV, "Over");

  assert_cause (self, 0, 6, "Over", 2, 0);
  g_assert_cmpint (get (self, 0, 6)->end, ==, -SIGSEGV);
  g_assert_cmpint (get (self, 5, 6)->state, ==, FANFOLD_JOB_TIMED_OUT);
}

static void
test_left (Fixture *self, gconstpointer data)
{
  fail (self, 0, 10, "Out of luck");
  add (self, 3, 1, FANFOLD_JOB_DONE, 0, NULL);
  assert_cause (self, 0, 1, "Out of luck", 9, 0);
  add (self, 0, 2, FANFOLD_JOB_CACHED, 0, NULL);
  fail (self, 2, 1, "Something else");
  assert_cause (self, 0, 2, "Out of luck", 6, 4);
  assert_cause (self, 1, 2, "Something else", 1, 2);
  g_assert_false (fanfold_ranges_contains (get (self, 0, 2)->jobs, 3));

  fail (self, 9, 1, "Out of luck");
  assert_cause (self, 0, 2, "Out of luck", 6, 4);
  add (self, 0, 10, FANFOLD_JOB_DONE, 0, NULL);
  g_assert_cmpuint (fanfold_causes_get (self->causes)->len, ==, 0);
}

static gsize
measure_memory (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  fields = g_strsplit (text, " ", 3);

  return g_ascii_strtoull (fields[1], NULL, 10) * 4096;
}

static void
test_many (Fixture *self, gconstpointer data)
{
  gboolean sanitized = g_getenv ("FANFOLD_TEST_SANITIZED") != NULL;
  guint64 n = sanitized ? MANY / 10 : MANY;
  guint n_each = 1000;
  gsize before = measure_memory ();

  g_test_timer_start ();
  for (guint64 first = 0; first < n; first += n_each)
    fail (self, first, n_each, "Row %u cannot be read from /data/rows/%u.csv");
  assert_cause (self, 0, 1, "Row 0 cannot be read from /data/rows/0.csv", n, 0);
  g_test_message ("%" G_GUINT64_FORMAT " failures in %.2f s", n, g_test_timer_elapsed ());
  if (!sanitized)
    g_assert_cmpuint (measure_memory () - before, <, 8 * 1024 * 1024);
}

/* Words cannot be told from names: the number of causes is limited, that of jobs is not. */
static void
test_many_causes (Fixture *self, gconstpointer data)
{
  GPtrArray *causes;
  guint64 n_jobs = 0;

  for (guint i = 0; i < 5 * FANFOLD_CAUSES_MAX; i++)
    {
      g_autofree char *message = g_strdup_printf (
          "%c%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i / 17576);

      fail (self, i, 1, message);
    }

  causes = fanfold_causes_get (self->causes);
  g_assert_cmpuint (causes->len, ==, FANFOLD_CAUSES_MAX + 1);
  for (guint i = 0; i < causes->len; i++)
    n_jobs += fanfold_ranges_get_size (((FanfoldCause *) g_ptr_array_index (causes, i))->jobs);
  g_assert_cmpuint (n_jobs, ==, 5 * FANFOLD_CAUSES_MAX);
  assert_cause (self, 0, FANFOLD_CAUSES_MAX + 1, NULL, 4 * FANFOLD_CAUSES_MAX, FANFOLD_CAUSES_MAX);

  add (self, 0, FANFOLD_BLOCK_MAX_JOBS, FANFOLD_JOB_DONE, 0, NULL);
  assert_cause (self, 0, 1, NULL, 5 * FANFOLD_CAUSES_MAX - FANFOLD_BLOCK_MAX_JOBS, 4096);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/causes/gist", test_gist);
  g_test_add_func ("/causes/odd-messages", test_odd_messages);
#define ADD(name, function) g_test_add ("/causes/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("grouped", test_grouped);
  ADD ("told-apart-by-end", test_told_apart_by_end);
  ADD ("left", test_left);
  ADD ("many", test_many);
  ADD ("many-causes", test_many_causes);

  return g_test_run ();
}
