/* test-follow.c: runs of other programs, in the list of one that goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

/* The other program: runs a job for each line of @path, or the first job of run @number again. */
static int
run_as_other (const char *path, const char *number)
{
  FanfoldEngine *engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_THREADS);
  g_autofree char *msec = g_strdup_printf ("value:msec=%s", g_getenv ("OTHER_MSEC"));
  g_autofree char *input = g_strdup_printf ("lines:n=%s", path);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;

  if (number == NULL)
    run =
        fixture_launch (engine, "sleeper.sleep", (const char *[]){ msec, input, NULL }, &settings);
  else
    {
      run = g_object_ref (fanfold_engine_find_run (engine, g_ascii_strtoull (number, NULL, 10)));
      fanfold_engine_resume_async (
          engine, run, fixture_ranges (0, 1), NULL, NULL, NULL, fixture_ready_cb, &pending);
      result = fixture_wait (&pending);
      g_assert_true (fanfold_engine_resume_finish (engine, result, &error));
    }
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);

  return 0;
}

static GPid
start_other (const char *path, const char *number)
{
  char *argv[] = { (char *) program, (char *) "--other", (char *) path, (char *) number, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  GPid pid;

  environment = g_environ_setenv (environment, "OTHER_MSEC", "0", FALSE);
  environment = g_environ_setenv (environment, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_CACHE_HOME", g_get_user_cache_dir (), TRUE);
  g_spawn_async (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);

  return pid;
}

/* The stream goes on for as long as it is open. */
static int
open_stream (const char *path)
{
  int fd;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);

  return fd;
}

static void
write_lines (int fd, const char *lines)
{
  g_assert_cmpint (write (fd, lines, strlen (lines)), ==, (gssize) strlen (lines));
}

static void
wait_for_n_runs (FanfoldEngine *engine, guint n)
{
  gint64 end = g_get_monotonic_time () + FIXTURE_LIMIT_SECONDS * G_USEC_PER_SEC;

  while (g_list_model_get_n_items (fanfold_engine_get_runs (engine)) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
is_listed_done (FanfoldRun *run, gconstpointer n)
{
  return fanfold_run_get_n_done (run) == GPOINTER_TO_UINT (n);
}

static gboolean
is_again (FanfoldRun *run, gconstpointer data)
{
  return fixture_row (run, 0).attempts == 2 && fixture_is_over (run, NULL);
}

/* What it has recorded is there to be seen, and nothing can be done to it. */
static void
assert_elsewhere (FanfoldEngine *engine, FanfoldRun *run)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_run_is_elsewhere (run));
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);
  fanfold_run_stop (run, "Enough.");
  fanfold_run_pause (run);
  fanfold_run_set_n_jobs (run, 7);
  g_assert_false (fanfold_run_check_adding (run, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "another program"));
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpint (fanfold_run_get_n_jobs (run), ==, 1);
  g_assert_false (fanfold_engine_sample (engine));
}

static void
assert_n_jobs (FanfoldRun *run, guint64 n)
{
  g_assert_cmpuint (fanfold_combine_get_n_jobs (fanfold_run_get_combine (run)), ==, n);
  g_assert_cmpuint (fanfold_job_table_get_n_jobs (fanfold_run_get_job_table (run)), ==, n);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 0);
}

static void
test_follow (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "lines", NULL);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  int fd = open_stream (path);
  GPid pid;

  fanfold_engine_follow_others (engine, TRUE);
  pid = start_other (path, NULL);
  write_lines (fd, "1\n2\n3\n");
  wait_for_n_runs (engine, 1);
  run = g_list_model_get_item (fanfold_engine_get_runs (engine), 0);
  g_assert_cmpstr (fanfold_run_get_title (run), ==, "Sleep");
  fixture_wait_for (engine, run, is_listed_done, GUINT_TO_POINTER (3));
  assert_elsewhere (engine, run);
  fixture_load (run);
  assert_n_jobs (run, 3);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 3);

  write_lines (fd, "4\n5\n");
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (5));
  assert_n_jobs (run, 5);
  assert_elsewhere (engine, run);

  close (fd);
  fixture_wait_until_over (engine, run);
  waitpid (pid, NULL, 0);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_false (fanfold_run_is_elsewhere (run));
  fixture_assert_counts_agree (engine, run);

  /* Now it is anybody's. */
  fanfold_engine_resume_async (
      engine, run, fixture_ranges (4, 1), NULL, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  g_assert_true (fanfold_engine_resume_finish (engine, result, &error));
  g_assert_false (fanfold_run_is_elsewhere (run));
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_row (run, 4).attempts, ==, 2);

  g_assert_true (fanfold_history_delete (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), &error));
  wait_for_n_runs (engine, 0);
  fanfold_engine_shut_down (engine);
}

/* Its program dies, which nobody writes down. */
static void
test_killed (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "lines", NULL);
  g_autoptr (FanfoldRun) run = NULL;
  int fd = open_stream (path);
  GPid pid;

  fanfold_engine_follow_others (engine, TRUE);
  pid = start_other (path, NULL);
  write_lines (fd, "1\n2\n3\n");
  wait_for_n_runs (engine, 1);
  run = g_list_model_get_item (fanfold_engine_get_runs (engine), 0);
  fixture_wait_for (engine, run, is_listed_done, GUINT_TO_POINTER (3));
  fixture_load (run);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_INTERRUPTED);
  g_assert_false (fanfold_run_is_elsewhere (run));
  g_assert_cmpuint (fanfold_run_get_n_done (run), ==, 3);
  close (fd);
  fanfold_engine_shut_down (engine);
}

/* One that was this program's, and is over. */
static void
test_taken_up (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 10, 3, 1, FANFOLD_BACKEND_THREADS);
  g_autofree char *number = NULL;
  GPid pid;

  fanfold_engine_follow_others (engine, TRUE);
  fixture_wait_until_over (engine, run);
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, fanfold_run_get_id (run));
  pid = start_other ("", number);
  fixture_wait_for (engine, run, is_again, NULL);
  waitpid (pid, NULL, 0);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (fanfold_engine_get_runs (engine)), ==, 1);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

static gboolean
has_remaining (FanfoldRun *run, gconstpointer data)
{
  FanfoldRemainingAnswer answer;

  fanfold_run_get_remaining (run, &answer);

  return answer.median >= 0;
}

/* How long it has taken and still will is what its own program says, and counts on from there. */
static void
test_outlook (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "lines", NULL);
  g_autoptr (FanfoldRun) run = NULL;
  FanfoldRemainingAnswer first, later;
  double elapsed;
  GPid pid;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_assert_true (g_file_set_contents (path, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", -1, NULL));
  g_setenv ("OTHER_MSEC", "3000", TRUE);
  fanfold_engine_follow_others (engine, TRUE);
  pid = start_other (path, NULL);
  g_unsetenv ("OTHER_MSEC");
  wait_for_n_runs (engine, 1);
  run = g_list_model_get_item (fanfold_engine_get_runs (engine), 0);
  fixture_wait_for (engine, run, has_remaining, NULL);
  assert_elsewhere (engine, run);
  fanfold_run_get_remaining (run, &first);
  elapsed = fanfold_run_get_elapsed (run);
  g_assert_cmpfloat (first.median, >, 2);
  g_assert_cmpfloat (elapsed, >, 2);

  fixture_pass_time (engine, 4000);
  fanfold_run_get_remaining (run, &later);
  g_assert_cmpfloat (fanfold_run_get_elapsed (run), >, elapsed + 1.5);
  g_assert_cmpfloat (later.median, <, first.high);
  g_assert_cmpfloat (later.median, !=, first.median);

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  fixture_wait_until_over (engine, run);
  g_assert_false (has_remaining (run, NULL));
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  if (argc >= 3 && g_str_equal (argv[1], "--other"))
    return run_as_other (argv[2], argc > 3 ? argv[3] : NULL);

  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", NULL });

  g_test_add_func ("/follow/other", test_follow);
  g_test_add_func ("/follow/killed", test_killed);
  g_test_add_func ("/follow/taken-up", test_taken_up);
  g_test_add_func ("/follow/outlook", test_outlook);

  return g_test_run ();
}
