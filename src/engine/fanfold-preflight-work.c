/* fanfold-preflight-work.c: looks at one job after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preflight-private.h"

#include <string.h>
#include "fanfold-args.h"
#include "fanfold-doubles.h"
#include "fanfold-job-check.h"
#include "fanfold-key.h"
#include "fanfold-lock.h"

#define BIT(kind) (1u << FANFOLD_FINDING_##kind)

#define SLICE_JOBS 256
#define SLICE_USEC 4000    /* what is found is shown, and a cancellation seen, after so long */
#define MOMENT_USEC 300000 /* a gentle one is as fast as it can for so long */
#define CHUNK_JOBS 8192    /* so many marks are written under the lock */
#define MAX_FOLDERS 1000

typedef struct
{
  FanfoldPreflight *self;
  FanfoldFunction *function;
  GCancellable *cancellable;
  FanfoldJobCheck *check;
  FanfoldDoubles *outputs;
  guint64 n;       /* jobs to look at */
  guint64 *hashes; /* of the arguments of each */
  FanfoldFinding findings[FANFOLD_N_FINDING_KINDS];
  guint16 marks[SLICE_JOBS];
  gboolean asks;    /* the memo cache */
  gboolean reads;   /* more than a file's size and time for a key */
  gboolean folders; /* … namely whole folders */
  guint64 n_bytes;
  guint64 n_asked;
  guint64 n_cached;
  guint64 n_looked;
} Work;

static void
clear_work (Work *work)
{
  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    g_free (work->findings[kind].detail);
  g_clear_pointer (&work->check, fanfold_job_check_free);
  g_clear_pointer (&work->outputs, fanfold_doubles_free);
  g_free (work->hashes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, clear_work)

static void
add_finding (Work *work, FanfoldFindingKind kind, guint64 index, const char *detail)
{
  FanfoldFinding *finding = &work->findings[kind];

  finding->n_jobs++;
  if (finding->n_first < FANFOLD_FINDING_MAX_FIRST)
    finding->first[finding->n_first++] = index;
  if (finding->detail == NULL && detail != NULL)
    finding->detail = g_utf8_make_valid (detail, -1);
}

/* One that is of no job. */
static void
add_whole_finding (Work *work, FanfoldFindingKind kind, guint64 n, const char *detail)
{
  work->findings[kind].n_jobs = n;
  work->findings[kind].detail = g_strdup (detail);
}

static void
publish_findings (Work *work)
{
  FanfoldPreflight *self = work->self;

  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    {
      const FanfoldFinding *from = &work->findings[kind];
      FanfoldFinding *to = &self->findings[kind];

      to->n_jobs = from->n_jobs;
      to->n_first = from->n_first;
      memcpy (to->first, from->first, sizeof to->first);
      to->needed_bytes = from->needed_bytes;
      to->free_bytes = from->free_bytes;
      if (to->detail == NULL && from->detail != NULL)
        to->detail = g_strdup (from->detail);
    }
  self->sample.n_changes++;
}

static void
publish_slice (Work *work, guint64 first, guint n)
{
  FanfoldPreflight *self = work->self;

  fanfold_lock (&self->mutex);
  memcpy (self->marks + first, work->marks, n * sizeof *work->marks);
  self->sample.n_looked = work->n_looked;
  self->sample.n_asked = work->n_asked;
  self->sample.n_cached = work->n_cached;
  publish_findings (work);
  fanfold_unlock (&self->mutex);
}

/* What a key takes is bounded: beyond it nobody knows what the cache would answer. */
static gboolean
may_ask (Work *work)
{
  if (!work->asks)
    return FALSE;
  if (!work->reads)
    return TRUE;

  work->n_bytes += fanfold_job_check_get_content_bytes (work->check);
  work->asks = work->n_bytes <= FANFOLD_PREFLIGHT_MAX_CONTENT_BYTES &&
               (!work->folders || work->n_asked < MAX_FOLDERS);

  return work->asks;
}

static gboolean
is_cached (Work *work, GVariant *args)
{
  FanfoldPreflight *self = work->self;
  char key[FANFOLD_KEY_LENGTH + 1];

  return fanfold_key_make (work->function, args, self->folder, key, NULL) &&
         fanfold_memo_has (self->memo, work->function, key);
}

static void
add_outputs (Work *work, guint64 place)
{
  const guint64 *hashes;
  guint n = fanfold_job_check_get_outputs (work->check, &hashes);

  for (guint i = 0; i < n; i++)
    fanfold_doubles_add (work->outputs, hashes[i], place);
}

/* The marks of a job. */
static guint
look_at_job (Work *work, guint64 place)
{
  guint64 index = fanfold_preflight_get_job (work->self, place);
  g_autoptr (GVariant) args = fanfold_combine_get_args (work->self->combine, index);
  guint found = 0;

  if (args == NULL)
    return 0;

  work->hashes[place] = fanfold_args_hash (args);
  if (fanfold_job_check_get_n_stats (work->check) < FANFOLD_PREFLIGHT_MAX_STATS)
    {
      found = fanfold_job_check_look (work->check, index, args);
      add_outputs (work, place);
    }
  if (may_ask (work))
    {
      work->n_asked++;
      if (is_cached (work, args))
        {
          work->n_cached++;
          found = (found & ~(BIT (EXISTS) | BIT (OVERWRITES))) | FANFOLD_PREFLIGHT_CACHED;
        }
    }

  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    if ((found & 1u << kind) != 0)
      add_finding (work, kind, index, fanfold_job_check_get_detail (work->check, kind));

  return found;
}

static gboolean
look_at_jobs (Work *work, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  gint64 now = began;

  while (work->n_looked < work->n)
    {
      guint64 first = work->n_looked;
      gint64 end = now + SLICE_USEC;
      guint n = 0;

      if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
        return FALSE;

      while (n < SLICE_JOBS && work->n_looked < work->n && (n == 0 || now < end))
        {
          work->marks[n++] = (guint16) look_at_job (work, work->n_looked++);
          now = g_get_monotonic_time ();
        }
      publish_slice (work, first, n);

      if (work->self->gentle && now - began > MOMENT_USEC)
        {
          g_usleep ((gulong) CLAMP (now - (end - SLICE_USEC), 0, 10 * SLICE_USEC));
          now = g_get_monotonic_time ();
        }
    }

  return TRUE;
}

static void
mark_cb (guint64 place, gpointer user_data)
{
  guint16 *marks = user_data;

  marks[place] = 1;
}

/* Marks what @doubles has found, in the order of the jobs. */
static gboolean
mark_doubles (
    Work *work, FanfoldDoubles *doubles, FanfoldFindingKind kind, gboolean first, GError **error)
{
  g_autofree guint16 *found = g_new0 (guint16, work->n + 1);
  FanfoldPreflight *self = work->self;

  fanfold_doubles_foreach (doubles, first, mark_cb, found);
  for (guint64 start = 0; start < work->n; start += CHUNK_JOBS)
    {
      if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
        return FALSE;

      fanfold_lock (&self->mutex);
      for (guint64 i = start; i < MIN (start + CHUNK_JOBS, work->n); i++)
        if (found[i] != 0)
          {
            self->marks[i] |= (guint16) (1u << kind);
            add_finding (work, kind, fanfold_preflight_get_job (self, i), NULL);
          }
      fanfold_unlock (&self->mutex);
    }

  return TRUE;
}

static gboolean
find_doubles (Work *work, GError **error)
{
  g_autoptr (FanfoldDoubles) jobs = fanfold_doubles_new ();

  for (guint64 i = 0; i < work->n; i++)
    fanfold_doubles_add (jobs, work->hashes[i], i);

  return mark_doubles (work, jobs, FANFOLD_FINDING_DUPLICATE, FALSE, error) &&
         mark_doubles (work, work->outputs, FANFOLD_FINDING_COLLIDES, TRUE, error);
}

static gboolean
find_time (Work *work, GError **error)
{
  FanfoldPreflight *self = work->self;
  guint64 n;

  if (!fanfold_preflight_find_time (self, work->hashes, &n, work->cancellable, error))
    return FALSE;

  if (self->sample.caches && work->n_asked == self->sample.n_jobs &&
      n > FANFOLD_PREFLIGHT_MANY_ENTRIES)
    add_whole_finding (work, FANFOLD_FINDING_MANY_ENTRIES, n, NULL);

  return TRUE;
}

static gboolean
find_room (Work *work, GError **error)
{
  FanfoldPreflight *self = work->self;
  FanfoldFinding *finding = &work->findings[FANFOLD_FINDING_NO_ROOM];
  g_autoptr (FanfoldFootprint) footprint = NULL;

  if (self->recollection == NULL || work->n == 0)
    return TRUE;

  footprint = fanfold_recollection_get_footprint (
      self->recollection, self->combine, work->cancellable, error);
  if (footprint == NULL)
    return FALSE;

  if (fanfold_preflight_find_room (self, footprint, work->hashes, finding))
    finding->n_jobs = self->sample.n_jobs;

  return TRUE;
}

static void
look_at_whole (Work *work)
{
  const char *const *strays = fanfold_combine_get_strays (work->self->combine);
  g_autofree char *words = g_strjoinv (" ", (char **) strays);
  g_autofree char *command = fanfold_job_check_dup_missing_command (work->check);

  if (strays[0] != NULL)
    add_whole_finding (work, FANFOLD_FINDING_STRAY, g_strv_length ((char **) strays), words);
  if (command != NULL)
    add_whole_finding (work, FANFOLD_FINDING_NO_COMMAND, 1, command);

  publish_slice (work, 0, 0);
}

static gboolean
prepare (Work *work, GError **error)
{
  FanfoldPreflight *self = work->self;
  g_autoptr (FanfoldProducts) products = NULL;

  if (self->recollection != NULL)
    {
      products = fanfold_recollection_get_products (self->recollection, work->cancellable, error);
      if (products == NULL)
        return FALSE;
    }

  work->function = fanfold_combine_get_function (self->combine);
  work->check = fanfold_job_check_new (
      self->combine,
      self->folder,
      products != NULL && fanfold_products_get_n_paths (products) > 0 ? products : NULL);
  work->outputs = fanfold_doubles_new ();
  work->n = self->sample.n_to_look;
  work->hashes = g_new0 (guint64, work->n + 1);
  work->asks = self->memo != NULL && !self->settings.no_cache &&
               (self->settings.cache || fanfold_memo_applies (work->function));
  work->reads = fanfold_key_reads (work->function, &work->folders);
  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    work->findings[kind].kind = kind;

  fanfold_lock (&self->mutex);
  self->sample.caches = work->asks;
  fanfold_unlock (&self->mutex);

  return TRUE;
}

gboolean
fanfold_preflight_work (FanfoldPreflight *self, GCancellable *cancellable, GError **error)
{
  g_auto (Work) work = { .self = self, .cancellable = cancellable };

  g_return_val_if_fail (self != NULL, FALSE);

  if (!prepare (&work, error))
    return FALSE;

  look_at_whole (&work);
  if (!look_at_jobs (&work, error) || !find_doubles (&work, error) || !find_time (&work, error) ||
      !find_room (&work, error))
    return FALSE;

  fanfold_lock (&self->mutex);
  self->sample.over = TRUE;
  publish_findings (&work);
  fanfold_unlock (&self->mutex);

  return TRUE;
}
