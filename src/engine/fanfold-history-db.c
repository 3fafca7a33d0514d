/* fanfold-history-db.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-db.h"
#include "fanfold-error.h"
#include "fanfold-program.h"
#include "fanfold-sentence.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <sys/file.h>
#include <unistd.h>

static const FanfoldDbSchema history_schema = {
  .version = 3,
  .tables = FANFOLD_HISTORY_DB_RUNS,
  .upgrade = "ALTER TABLE runs ADD COLUMN " FANFOLD_HISTORY_DB_PARENT ";",
};

#define SELECT_RUN                                                                                 \
  "SELECT id, name, function, batch, folder, state, reason, total, started, seconds,"              \
  " done, cached, failed, crashed, timed_out, cancelled, skipped, pid, pid_start, boot,"           \
  " kept, bytes, cut_short, parent FROM runs"

static char *
dup_path (const char *folder)
{
  return g_build_filename (folder, "history.db", NULL);
}

char *
fanfold_history_db_dup_run_path (const char *folder, guint64 id)
{
  return g_strdup_printf ("%s/runs/%" G_GUINT64_FORMAT ".db", folder, id);
}

FanfoldDb *
fanfold_history_db_open (const char *folder, FanfoldDbMode mode, GError **error)
{
  g_autofree char *path = dup_path (folder);

  return fanfold_db_open (path, mode, &history_schema, error);
}

static gboolean
move_file (const char *from, const char *to, GError **error)
{
  int number;

  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;

  number = errno;
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_HISTORY,
               _ ("The damaged history file “%s” cannot be set aside: %s."),
               from,
               g_strerror (number));
  return FALSE;
}

/* Under a name that is free. The log of changes goes first, as a new database must not meet it.
 * (transfer full) */
static char *
set_aside (const char *path, GError **error)
{
  static const char *const endings[] = { "-wal", "-shm", "-journal", "" };
  g_autofree char *aside = NULL;
  guint n = 0;

  do
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%u", path, ++n);
    }
  while (g_file_test (aside, G_FILE_TEST_EXISTS));

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (path, endings[i], NULL);
      g_autofree char *to = g_strconcat (aside, endings[i], NULL);

      if (!move_file (from, to, error))
        return NULL;
    }

  return g_steal_pointer (&aside);
}

static FanfoldDb *
open_sound (const char *folder, FanfoldDbMode mode, GError **error)
{
  g_autoptr (FanfoldDb) self = fanfold_history_db_open (folder, mode, error);

  if (self == NULL || !fanfold_db_check (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Enters the run of a file that a lost list knew. */
static gboolean
find_again (FanfoldDb *self, const char *path)
{
  gboolean found;

  if (!fanfold_db_run (self, NULL, "ATTACH ? AS found", "s", path))
    return FALSE;

  found = fanfold_db_run (self, NULL, "INSERT INTO runs SELECT * FROM found.runs", "");
  fanfold_db_run (self, NULL, "DETACH found", "");

  return found;
}

static guint
find_all_again (FanfoldDb *self, const char *folder)
{
  g_autofree char *runs = g_build_filename (folder, "runs", NULL);
  g_autoptr (GDir) files = g_dir_open (runs, 0, NULL);
  const char *name;
  guint n_found = 0;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (runs, name, NULL);

      if (g_str_has_suffix (name, ".db") && find_again (self, path))
        n_found++;
    }

  return n_found;
}

static FanfoldDb *
make_locked (const char *folder, FanfoldDbMode mode, char **note, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *path = dup_path (folder), *aside = NULL;
  FanfoldDb *self = open_sound (folder, mode, &failure);

  if (self != NULL)
    return self;
  if (!g_error_matches (failure, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  aside = set_aside (path, error);
  if (aside == NULL)
    return NULL;
  self = open_sound (folder, mode, error);
  if (self != NULL)
    *note = g_strdup_printf (_ ("The history was damaged. It has been set aside as “%s”, and a new "
                                "one begun. Runs found again: %u."),
                             aside,
                             find_all_again (self, folder));

  return self;
}

FanfoldDb *
fanfold_history_db_make (const char *folder, FanfoldDbMode mode, char **note, GError **error)
{
  g_autofree char *lock_path = g_build_filename (folder, "history.lock", NULL);
  FanfoldDb *self;
  int lock;

  *note = NULL;

  /* Two programs that start at once must not both set the same file aside. A file system without
   * such locks is no reason to go without a history. */
  lock = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock >= 0)
    flock (lock, LOCK_EX);
  self = make_locked (folder, mode, note, error);
  if (lock >= 0)
    close (lock);

  return self;
}

gboolean
fanfold_history_db_insert (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error)
{
  FanfoldProgram program;

  fanfold_program_init_self (&program);

  return fanfold_db_run (
      self,
      error,
      "INSERT INTO runs (id, name, function, batch, folder, state, reason, total,"
      " started, cut_short, parent, pid, pid_start, boot)"
      " VALUES (nullif (?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "issssssiiiiiis",
      (gint64) run->id,
      run->name != NULL ? run->name : "",
      run->function_id,
      run->batch != NULL ? run->batch : "",
      run->folder,
      fanfold_run_state_to_string (run->state),
      run->reason,
      (gint64) run->n_jobs_total,
      run->started_usec,
      (gint64) run->cut_short,
      (gint64) run->parent,
      program.pid,
      program.start,
      program.boot);
}

guint64
fanfold_history_db_add (FanfoldDb *self,
                        const char *folder,
                        const FanfoldHistoryRun *run,
                        GError **error)
{
  guint64 id;

  /* Files of runs that a damaged list knew may be there; an id once given never comes again. */
  while (fanfold_history_db_insert (self, run, error))
    {
      g_autofree char *path = NULL;

      id = (guint64) fanfold_db_get_last_id (self);
      path = fanfold_history_db_dup_run_path (folder, id);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return id;
      if (!fanfold_history_db_remove (self, id, error))
        return 0;
    }

  return 0;
}

gboolean
fanfold_history_db_update (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error)
{
  return fanfold_db_run (self,
                         error,
                         "UPDATE runs SET state = ?, reason = ?, seconds = ?, done = ?,"
                         " cached = ?, failed = ?, crashed = ?, timed_out = ?, cancelled = ?,"
                         " skipped = ?, total = ?, bytes = ?, cut_short = ?, started = ?"
                         " WHERE id = ?",
                         "ssdiiiiiiiiiiii",
                         fanfold_run_state_to_string (run->state),
                         run->reason,
                         run->seconds,
                         (gint64) run->counts[FANFOLD_JOB_DONE],
                         (gint64) run->counts[FANFOLD_JOB_CACHED],
                         (gint64) run->counts[FANFOLD_JOB_FAILED],
                         (gint64) run->counts[FANFOLD_JOB_CRASHED],
                         (gint64) run->counts[FANFOLD_JOB_TIMED_OUT],
                         (gint64) run->counts[FANFOLD_JOB_CANCELLED],
                         (gint64) run->counts[FANFOLD_JOB_SKIPPED],
                         (gint64) run->n_jobs_total,
                         (gint64) run->n_bytes,
                         (gint64) run->cut_short,
                         run->started_usec,
                         (gint64) run->id);
}

gboolean
fanfold_history_db_set_batch (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error)
{
  return fanfold_db_run (
      self, error, "UPDATE runs SET batch = ? WHERE id = ?", "si", run->batch, (gint64) run->id);
}

static gboolean
is_its_program_alive (sqlite3_stmt *query)
{
  FanfoldProgram program;
  const char *boot = (const char *) sqlite3_column_text (query, 19);

  program.pid = sqlite3_column_int64 (query, 17);
  program.start = sqlite3_column_int64 (query, 18);
  g_strlcpy (program.boot, boot != NULL ? boot : "", sizeof program.boot);

  return fanfold_program_is_alive (&program);
}

static FanfoldRunState
get_state (sqlite3_stmt *query)
{
  FanfoldRunState state;
  const char *word = (const char *) sqlite3_column_text (query, 5);

  if (word == NULL || !fanfold_run_state_from_string (word, &state))
    return FANFOLD_RUN_INTERRUPTED;
  if (!fanfold_run_state_is_over (state) && !is_its_program_alive (query))
    return FANFOLD_RUN_INTERRUPTED;

  return state;
}

static FanfoldHistoryRun *
get_run (sqlite3_stmt *query)
{
  static const FanfoldJobState states[] = {
    FANFOLD_JOB_DONE,      FANFOLD_JOB_CACHED,    FANFOLD_JOB_FAILED,  FANFOLD_JOB_CRASHED,
    FANFOLD_JOB_TIMED_OUT, FANFOLD_JOB_CANCELLED, FANFOLD_JOB_SKIPPED,
  };
  FanfoldHistoryRun *run = g_new0 (FanfoldHistoryRun, 1);
  g_autofree char *reason = NULL;
  guint64 n_recorded = 0;

  run->id = (guint64) sqlite3_column_int64 (query, 0);
  run->name = fanfold_db_dup_text (query, 1);
  run->function_id = fanfold_db_dup_text (query, 2);
  run->batch = fanfold_db_dup_text (query, 3);
  run->folder = fanfold_db_dup_text (query, 4);
  run->state = get_state (query);
  reason = fanfold_db_dup_text (query, 6);
  run->reason = fanfold_sentence_say (reason);
  run->n_jobs_total = (guint64) sqlite3_column_int64 (query, 7);
  run->started_usec = sqlite3_column_int64 (query, 8);
  run->seconds = sqlite3_column_double (query, 9);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      run->counts[states[i]] = (guint64) sqlite3_column_int64 (query, 10 + (int) i);
      n_recorded += run->counts[states[i]];
    }
  run->kept = sqlite3_column_int (query, 20) != 0;
  run->n_bytes = (guint64) sqlite3_column_int64 (query, 21);
  run->cut_short = sqlite3_column_int (query, 22) != 0;
  run->parent = (guint64) sqlite3_column_int64 (query, 23);
  run->counts[FANFOLD_JOB_WAITING] = run->n_jobs_total - MIN (n_recorded, run->n_jobs_total);

  return run;
}

GPtrArray *
fanfold_history_db_list (FanfoldDb *self, GError **error)
{
  g_autoptr (GPtrArray) runs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_history_run_free);
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_db_query (self, error, SELECT_RUN " ORDER BY id DESC", "");

  if (query == NULL)
    return NULL;

  while (fanfold_db_next (self, query, &failure))
    g_ptr_array_add (runs, get_run (query));
  if (failure == NULL)
    return g_steal_pointer (&runs);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

gboolean
fanfold_history_db_mark_interrupted (FanfoldDb *self, GPtrArray *runs, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  query = fanfold_db_query (
      self, error, SELECT_RUN " WHERE state IN ('waiting', 'running', 'paused') ORDER BY -id", "");

  if (query == NULL)
    return FALSE;
  while (fanfold_db_next (self, query, &failure))
    if (get_state (query) == FANFOLD_RUN_INTERRUPTED)
      g_ptr_array_add (runs, get_run (query));

  for (guint i = 0; failure == NULL && i < runs->len; i++)
    fanfold_db_run (self,
                    &failure,
                    "UPDATE runs SET state = 'interrupted' WHERE id = ?",
                    "i",
                    (gint64) ((FanfoldHistoryRun *) g_ptr_array_index (runs, i))->id);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

FanfoldHistoryRun *
fanfold_history_db_get (FanfoldDb *self, guint64 id, GError **error)
{
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  query = fanfold_db_query (self, error, SELECT_RUN " WHERE id = ?", "i", (gint64) id);
  if (query == NULL)
    return NULL;

  if (fanfold_db_next (self, query, &failure))
    run = get_run (query);
  sqlite3_reset (query);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (run == NULL)
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_UNKNOWN,
                 _ ("The history holds no run %" PRIu64 "."),
                 id);
  return g_steal_pointer (&run);
}

/* Whether the run of the row goes on in another program than this. */
static gboolean
goes_on_elsewhere (FanfoldDb *self, guint64 id, gint64 *pid, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FanfoldProgram program;
  FanfoldRunState state;
  gboolean elsewhere = FALSE;
  const char *word;
  sqlite3_stmt *query;

  fanfold_program_init_self (&program);
  query = fanfold_db_query (self, error, SELECT_RUN " WHERE id = ?", "i", (gint64) id);
  if (query == NULL)
    return FALSE;

  if (fanfold_db_next (self, query, &failure))
    {
      word = (const char *) sqlite3_column_text (query, 5);
      *pid = sqlite3_column_int64 (query, 17);
      elsewhere = word != NULL && fanfold_run_state_from_string (word, &state) &&
                  !fanfold_run_state_is_over (state) && *pid != program.pid &&
                  is_its_program_alive (query);
    }
  sqlite3_reset (query);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return elsewhere;
}

gboolean
fanfold_history_db_claim (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error)
{
  g_autoptr (FanfoldHistoryRun) there = fanfold_history_db_get (self, run->id, error);
  g_autoptr (GError) failure = NULL;
  FanfoldProgram program;
  gint64 pid = 0;

  if (there == NULL)
    return FALSE;
  if (goes_on_elsewhere (self, run->id, &pid, &failure))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("Run %" PRIu64 " goes on in another program (process %" PRId64
                      "): it can be resumed when that is over."),
                   run->id,
                   pid);
      return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  fanfold_program_init_self (&program);

  return fanfold_db_run (self,
                         error,
                         "UPDATE runs SET pid = ?, pid_start = ?, boot = ? WHERE id = ?",
                         "iisi",
                         program.pid,
                         program.start,
                         program.boot,
                         (gint64) run->id) &&
         fanfold_history_db_update (self, run, error);
}

gboolean
fanfold_history_db_remove (FanfoldDb *self, guint64 id, GError **error)
{
  return fanfold_db_run (self, error, "DELETE FROM runs WHERE id = ?", "i", (gint64) id);
}

gboolean
fanfold_history_db_set_kept (FanfoldDb *self, guint64 id, gboolean kept, GError **error)
{
  return fanfold_db_run (
      self, error, "UPDATE runs SET kept = ? WHERE id = ?", "ii", (gint64) kept, (gint64) id);
}
