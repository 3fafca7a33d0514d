/* fanfold-history-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-watch.h"
#include "fanfold-history-db.h"
#include "fanfold-program.h"

#include <string.h>

#define NO_VERSION (-1)

struct _FanfoldHistoryWatch
{
  FanfoldHistory *history;
  FanfoldProgram program; /* this one */
  FanfoldDb *db;          /* (nullable) */
  gint64 version;         /* of what was read last */
  GHashTable *known;      /* id → Known */
  guint n_looks;
};

/* A run as it was told last. */
typedef struct
{
  guint64 id;
  guint look; /* that saw it last */
  gboolean own;
  FanfoldRunState state;
  guint64 n_jobs_total;
  guint64 counts[FANFOLD_N_JOB_STATES];
  double seconds;
  gint64 outlook_usec;
} Known;

static void
note (Known *known, const FanfoldHistoryRun *run)
{
  known->own = FALSE;
  known->state = run->state;
  known->n_jobs_total = run->n_jobs_total;
  memcpy (known->counts, run->counts, sizeof known->counts);
  known->seconds = run->seconds;
  known->outlook_usec = run->outlook.time_usec;
}

static gboolean
is_as_told (const Known *known, const FanfoldHistoryRun *run)
{
  return !known->own && known->state == run->state && known->n_jobs_total == run->n_jobs_total &&
         known->seconds == run->seconds && known->outlook_usec == run->outlook.time_usec &&
         memcmp (known->counts, run->counts, sizeof known->counts) == 0;
}

/* (transfer none) */
static Known *
add_known (FanfoldHistoryWatch *self, guint64 id)
{
  Known *known = g_new0 (Known, 1);

  known->id = id;
  known->own = TRUE;
  g_hash_table_insert (self->known, &known->id, known);

  return known;
}

FanfoldHistoryWatch *
fanfold_history_watch_new (FanfoldHistory *history, GPtrArray *runs)
{
  FanfoldHistoryWatch *self;

  g_return_val_if_fail (history != NULL, NULL);
  g_return_val_if_fail (runs != NULL, NULL);

  self = g_new0 (FanfoldHistoryWatch, 1);
  self->history = fanfold_history_ref (history);
  self->version = NO_VERSION;
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  fanfold_program_init_self (&self->program);
  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldHistoryRun *run = g_ptr_array_index (runs, i);

      note (add_known (self, run->id), run);
    }

  return self;
}

void
fanfold_history_watch_free (FanfoldHistoryWatch *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->db, fanfold_db_close);
  g_hash_table_unref (self->known);
  fanfold_history_unref (self->history);
  g_free (self);
}

static FanfoldHistoryNews *
news_new (void)
{
  FanfoldHistoryNews *news = g_new0 (FanfoldHistoryNews, 1);

  news->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_history_run_free);
  news->gone = g_array_new (FALSE, FALSE, sizeof (guint64));

  return news;
}

void
fanfold_history_news_free (FanfoldHistoryNews *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->runs);
  g_array_unref (self->gone);
  g_free (self);
}

/* A list that was damaged is another file from then on. */
static gboolean
open_list (FanfoldHistoryWatch *self, GError **error)
{
  if (self->db != NULL && fanfold_db_is_in_place (self->db))
    return TRUE;

  g_clear_pointer (&self->db, fanfold_db_close);
  self->version = NO_VERSION;
  self->db =
      fanfold_history_db_open (fanfold_history_get_folder (self->history), FANFOLD_DB_READ, error);

  return self->db != NULL;
}

/* A number that is another whenever another connection has written. */
static gboolean
read_version (FanfoldHistoryWatch *self, gint64 *version, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_db_query (self->db, error, "PRAGMA data_version", "");

  if (query == NULL)
    return FALSE;

  if (fanfold_db_next (self->db, query, &failure))
    *version = sqlite3_column_int64 (query, 0);
  sqlite3_reset (query);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
is_own (FanfoldHistoryWatch *self, sqlite3_stmt *query)
{
  const char *boot = (const char *) sqlite3_column_text (query, 5);

  return sqlite3_column_int64 (query, 3) == self->program.pid &&
         sqlite3_column_int64 (query, 4) == self->program.start &&
         g_strcmp0 (boot, self->program.boot) == 0;
}

/* Whether the row has to be read as a whole, as it may hold what was not told. */
static gboolean
look_at_row (FanfoldHistoryWatch *self, sqlite3_stmt *query)
{
  guint64 id = (guint64) sqlite3_column_int64 (query, 0);
  Known *known = g_hash_table_lookup (self->known, &id);
  const char *word = (const char *) sqlite3_column_text (query, 1);
  FanfoldRunState state;

  if (known == NULL)
    known = add_known (self, id);
  known->look = self->n_looks;
  if (is_own (self, query))
    {
      known->own = TRUE;
      return FALSE;
    }

  return known->own || word == NULL || !fanfold_run_state_from_string (word, &state) ||
         !fanfold_run_state_is_over (state) || state != known->state ||
         sqlite3_column_double (query, 2) != known->seconds;
}

/* The ids (guint64) of rows that are to be read. (transfer full) */
static GArray *
look_at_rows (FanfoldHistoryWatch *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  query = fanfold_db_query (
      self->db, error, "SELECT id, state, seconds, pid, pid_start, boot FROM runs ORDER BY id", "");
  if (query == NULL)
    return NULL;

  self->n_looks++;
  while (fanfold_db_next (self->db, query, &failure))
    if (look_at_row (self, query))
      {
        guint64 id = (guint64) sqlite3_column_int64 (query, 0);

        g_array_append_val (ids, id);
      }
  if (failure == NULL)
    return g_steal_pointer (&ids);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* One that was removed since then is found gone at the next look. */
static void
read_run (FanfoldHistoryWatch *self, guint64 id, FanfoldHistoryNews *news)
{
  FanfoldHistoryRun *run = fanfold_history_db_get (self->db, id, NULL);
  Known *known = g_hash_table_lookup (self->known, &id);

  if (run == NULL)
    return;

  if (!fanfold_run_state_is_over (run->state))
    fanfold_outlook_read (&run->outlook, self->db, id);
  if (is_as_told (known, run))
    {
      fanfold_history_run_free (run);
      return;
    }

  note (known, run);
  g_ptr_array_add (news->runs, run);
}

static void
find_gone (FanfoldHistoryWatch *self, FanfoldHistoryNews *news)
{
  GHashTableIter iter;
  Known *known;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &known))
    if (known->look != self->n_looks)
      {
        g_array_append_val (news->gone, known->id);
        g_hash_table_iter_remove (&iter);
      }
}

/* Their program may die without another word. */
static gboolean
has_live (FanfoldHistoryWatch *self)
{
  GHashTableIter iter;
  Known *known;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &known))
    if (!known->own && !fanfold_run_state_is_over (known->state))
      return TRUE;

  return FALSE;
}

FanfoldHistoryNews *
fanfold_history_watch_look (FanfoldHistoryWatch *self, GError **error)
{
  g_autoptr (FanfoldHistoryNews) news = NULL;
  g_autoptr (GArray) ids = NULL;
  gint64 version = NO_VERSION;

  g_return_val_if_fail (self != NULL, NULL);

  if (!open_list (self, error) || !read_version (self, &version, error) ||
      (version == self->version && !has_live (self)))
    return NULL;

  /* What is written after the version was read is read again. */
  ids = look_at_rows (self, error);
  if (ids == NULL)
    return NULL;

  self->version = version;
  news = news_new ();
  for (guint i = 0; i < ids->len; i++)
    read_run (self, g_array_index (ids, guint64, i), news);
  find_gone (self, news);

  return news->runs->len > 0 || news->gone->len > 0 ? g_steal_pointer (&news) : NULL;
}
