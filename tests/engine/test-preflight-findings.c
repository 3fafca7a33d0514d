/* test-preflight-findings.c: what looks wrong with jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preflight-fixture.h"

#include "fanfold-leave-out.h"
#include "isolated.h"

static void
test_duplicates (Fixture *self, gconstpointer data)
{
  const char *const texts[] = { "1,2,1,1,3,2" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, NUMBER);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, texts, 1);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  g_autoptr (GPtrArray) findings = fanfold_preflight_dup_findings (preflight);
  const FanfoldFinding *finding = findings->pdata[0];

  assert_findings (preflight, "5:3:2");
  g_assert_cmpuint (finding->n_first, ==, 3);
  g_assert_cmpuint (finding->first[1], ==, 3);
  g_assert_cmpuint (finding->first[2], ==, 5);
  g_assert_cmphex (fanfold_preflight_get_marks (preflight, 0), ==, 0);
}

static void
test_files (Fixture *self, gconstpointer data)
{
  const char *const texts[] = { "a,gone,'quoted',a, b", "x,y,z,there,w" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (FanfoldPreflight) preflight = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  make_file (self, "a");
  make_file (self, "there");
  combine = combine_texts (function, texts, 2);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "0:3:1 3:1:3 6:1:2 8:1:4");

  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[0])->detail, ==, "gone");
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[1])->detail, ==, "there");
}

/* Of one name, however it is written; nothing at all is no file. */
static void
test_outputs (Fixture *self, gconstpointer data)
{
  g_autofree char *whole = fixture_path (self, "x");
  g_autofree char *outputs = g_strconcat ("x,,b,y,", whole, ",./b", NULL);
  const char *const texts[] = { "a,a,b,a,a,a", outputs };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (FanfoldPreflight) preflight = NULL;

  make_file (self, "a");
  make_file (self, "b");
  combine = combine_texts (function, texts, 2);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "1:1:2 2:4:0 3:1:5");
}

/* A run of which the first job succeeds, and a second one fails. */
static void
record (Fixture *self, FanfoldFunction *function, FanfoldCombine *combine)
{
  guint64 n_jobs = fanfold_combine_get_n_jobs (combine);
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  FanfoldHistoryRun run = { .name = (char *) "W",
                            .function_id = (char *) "test.job",
                            .batch = (char *) "{}",
                            .folder = self->folder,
                            .state = FANFOLD_RUN_RUNNING,
                            .n_jobs_total = n_jobs };
  g_autoptr (FanfoldRecorder) recorder = fanfold_writer_begin (writer, &run, combine, NULL, NULL);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (FanfoldBlock) block =
          fanfold_block_new_single (function,
                                    i,
                                    0,
                                    1,
                                    i == 0 ? FANFOLD_JOB_DONE : FANFOLD_JOB_FAILED,
                                    0,
                                    3,
                                    NULL,
                                    NULL,
                                    NULL);

      fanfold_recorder_add_block (recorder, block, FALSE);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);
}

/* What one run wrote is marked as the input of the next. */
static void
test_produced (Fixture *self, gconstpointer data)
{
  const char *const wrote[] = { "a,a", "small-1,small-2" };
  const char *const reads[] = { "a,small-1,small-2,small-3" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) before = combine_texts (function, wrote, 2);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, reads, 1);
  g_autoptr (FanfoldPreflight) preflight = NULL;

  record (self, function, before);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("small-%u", i);

      make_file (self, name);
    }
  make_file (self, "a");
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "4:1:1");
}

static void
make_large_file (Fixture *self, const char *name, gint64 size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  make_file (self, name);
  g_assert_cmpint (truncate (path, size), ==, 0);
}

/* The first job of the run before wrote a mebibyte for each byte that it read. */
static void
test_room (Fixture *self, gconstpointer data)
{
  const char *const wrote[] = { "a,a", "x,y" };
  const char *const little[] = { "b,c", "to/b,to/c" };
  const char *const much[] = { "b,large", "to/b,to/large" };
  const char *const again[] = { "large", "x" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) before = combine_texts (function, wrote, 2);
  g_autoptr (FanfoldCombine) fits = combine_texts (function, little, 2);
  g_autoptr (FanfoldCombine) exceeds = combine_texts (function, much, 2);
  g_autoptr (FanfoldCombine) replaces = combine_texts (function, again, 2);
  g_autofree char *x = g_build_filename (self->folder, "x", NULL);
  FanfoldPreflight *preflight;
  g_autoptr (GPtrArray) findings = NULL;
  const FanfoldFinding *finding;

  make_large_file (self, "a", 1);
  make_large_file (self, "b", 1);
  make_large_file (self, "c", 1);
  make_large_file (self, "large", (gint64) 1 << 32);
  preflight = look (self, exceeds, NULL);
  assert_findings (preflight, "");
  fanfold_preflight_unref (preflight);

  make_large_file (self, "x", 1 << 20);
  record (self, function, before);
  preflight = look (self, fits, NULL);
  assert_findings (preflight, "");
  fanfold_preflight_unref (preflight);

  preflight = look (self, exceeds, NULL);
  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = findings->pdata[0];
  g_assert_cmpint (finding->kind, ==, FANFOLD_FINDING_NO_ROOM);
  g_assert_cmpuint (finding->n_first, ==, 0);
  g_assert_cmpuint (finding->needed_bytes, ==, ((guint64) 1 << 52) + (1 << 20));
  g_assert_cmpuint (finding->free_bytes, >, 0);
  g_assert_true (g_path_is_absolute (finding->detail));
  fanfold_preflight_unref (preflight);

  /* A file that is there makes room for what replaces it; and nothing is known any more once those
   * that were written have gone. */
  preflight = look (self, replaces, NULL);
  assert_findings (preflight, "3:1:0");
  fanfold_preflight_unref (preflight);
  g_assert_cmpint (g_remove (x), ==, 0);
  preflight = look (self, exceeds, NULL);
  assert_findings (preflight, "");
  fanfold_preflight_unref (preflight);
}

/* @found, joined by commas: what leaves out the files in @names for whose @outputs files
 * are there already. */
static void
assert_left_out (Fixture *self, const char *names, const char *outputs, const char *found)
{
  const char *const texts[] = { names, outputs };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, texts, 2);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) globs =
      fanfold_leave_out_find (preflight, "file", FANFOLD_FINDING_EXISTS, NULL, &error);
  g_autofree char *joined = globs != NULL ? g_strjoinv (",", globs) : NULL;

  if (found == NULL)
    g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  else
    g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, found);
}

/* "there" is there, "new" is not. */
static void
test_leave_out (Fixture *self, gconstpointer data)
{
  make_file (self, "there");
  assert_left_out (self, "a.jpg,b.jpg,a-small.jpg,b-small.jpg", "n,n,there,there", "*-small.jpg");
  assert_left_out (self,
                   "a.jpg,a-small.jpg,c-small.jpg,b-small.jpg",
                   "n,there,there,n",
                   "a-small.jpg,c-small.jpg");
  assert_left_out (
      self, "a.jpg,r.jpg,r-small.jpg,a-small.jpg,b-small.jpg", "n,n,n,there,there", "*-small.jpg");
  assert_left_out (self, "out_1.dat,out_2.txt,in_1.dat", "there,there,n", "out_*");
  assert_left_out (self, "a.jpg,b.png,c.png", "n,there,there", "*.png");
  assert_left_out (self, "a,b[1]*", "n,there", "b\\[1\\]\\*");
  assert_left_out (self, "x/a,y/a", "n,there", NULL);
  assert_left_out (self, "a,b", "n,m", NULL);
}

static void
test_command (Fixture *self, gconstpointer data)
{
  const char *const there[] = { "sh -c 1,sh -c 2" };
  const char *const missing[] = { "nosuchprogram 1,nosuchprogram 2" };
  const char *const changing[] = { "nosuchprogram 1,nosuchother 2" };
  const char *const below[] = { "./nowhere 1,./nowhere 2" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, COMMAND);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, there, 1);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  g_autoptr (GPtrArray) findings = NULL;

  assert_findings (preflight, "");

  fanfold_combine_unref (combine);
  fanfold_preflight_unref (preflight);
  combine = combine_texts (function, changing, 1);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "");

  fanfold_combine_unref (combine);
  fanfold_preflight_unref (preflight);
  combine = combine_texts (function, below, 1);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "10:1");

  fanfold_combine_unref (combine);
  fanfold_preflight_unref (preflight);
  combine = combine_texts (function, missing, 1);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "10:1");
  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[0])->detail, ==, "nosuchprogram");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

  ADD ("/preflight/duplicates", test_duplicates);
  ADD ("/preflight/files", test_files);
  ADD ("/preflight/outputs", test_outputs);
  ADD ("/preflight/produced", test_produced);
  ADD ("/preflight/room", test_room);
  ADD ("/preflight/leave-out", test_leave_out);
  ADD ("/preflight/command", test_command);

  return g_test_run ();
}
