/* fanfold-remaining-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-feed.h"

#include "fanfold-freezes.h"
#include "fanfold-n-jobs.h"
#include "fanfold-numbers-seen.h"
#include "fanfold-starts-seen.h"

/* So many jobs that are over are told one by one at a look; of further ones, sums. */
#define MAX_SINGLE 2000

/* It did not listen that took so many times as long as its limit, and, if it runs, so many seconds
 * more. */
#define OVERRUN 1.5
#define OVERRUN_LEAST 0.5

/* So many of an earlier session say how long jobs take. */
#define MAX_RECALLED 1000

/* What was seen of a job: whether it was over, and that before this session; and how many of its
 * attempts were. */
#define SEEN_OVER 0x80
#define SEEN_EARLIER 0x40
#define SEEN_ATTEMPTS 0x3f

typedef struct
{
  guint64 n;
  double seconds;
} Sum;

/* When the job of a slot showed life last, in seconds of its age. */
typedef struct
{
  guint64 job;
  guint stirs;
  double age;
} Life;

struct _FanfoldRemainingFeed
{
  FanfoldJobTable *table;
  FanfoldRemaining *remaining;
  FanfoldHints *hints;       /* (nullable) */
  gboolean anew;             /* they have come since the last look */
  gint64 worked_usec;        /* pauses left out */
  FanfoldRemainingLook last; /* what is seen is said to have been then */
  guint64 n_jobs;            /* as told */
  guint64 n_again;           /* jobs that were over, and are to be run again */
  GArray *changes;           /* of guint: of each block when it was looked at */
  GByteArray *seen;
  GByteArray *begun; /* the same at first: with the attempts of earlier sessions */
  FanfoldFreezes *freezes;
  FanfoldNumbersSeen *numbers;
  FanfoldStartsSeen starts;
  Life lives[FANFOLD_MAX_SLOTS];
  gboolean overrun; /* a job did not end when it was asked to, at its limit */

  /* Of one look. */
  guint n_single;
  Sum sums[FANFOLD_N_JOB_STATES];
};

static void
make_room (FanfoldRemainingFeed *self, guint64 n_jobs)
{
  guint n_blocks = (guint) ((n_jobs + FANFOLD_JOB_TABLE_BLOCK - 1) / FANFOLD_JOB_TABLE_BLOCK);
  guint n_seen = self->seen->len;

  if (n_blocks <= self->changes->len)
    return;

  g_array_set_size (self->changes, n_blocks);
  g_byte_array_set_size (self->seen, n_blocks * FANFOLD_JOB_TABLE_BLOCK);
  memset (self->seen->data + n_seen, 0, self->seen->len - n_seen);
}

static void
see_overrun (FanfoldRemainingFeed *self, double seconds)
{
  if (self->last.polite && self->last.limit > 0 && seconds > OVERRUN * self->last.limit)
    self->overrun = TRUE;
}

static void
see_number (FanfoldRemainingFeed *self, guint64 index, const FanfoldJobRow *row)
{
  if (self->hints != NULL && row->state == FANFOLD_JOB_DONE)
    fanfold_numbers_seen_add (
        self->numbers, fanfold_hints_get_number (self->hints, index), row->seconds);
}

/* The next look begins anew with that. */
static void
judge_numbers (FanfoldRemainingFeed *self)
{
  if (!fanfold_numbers_seen_are_costs (self->numbers))
    return;

  fanfold_hints_believe_numbers (self->hints);
  self->anew = TRUE;
}

/* Attempts of a job that are over. */
static guint8
count_attempts (const FanfoldJobRow *row)
{
  guint n = row->attempts - (row->state == FANFOLD_JOB_RUNNING && row->attempts > 0 ? 1 : 0);

  return (guint8) MIN (n, SEEN_ATTEMPTS);
}

static void
take_end (FanfoldRemainingFeed *self, guint64 index, const FanfoldJobRow *row)
{
  Sum *sum = &self->sums[row->state];

  see_overrun (self, row->seconds);
  see_number (self, index, row);
  /* What is told of single jobs must not be told of them as if they waited still. */
  if (self->n_single < MAX_SINGLE ||
      (self->hints != NULL && index < fanfold_hints_get_n_jobs (self->hints)))
    {
      self->n_single++;
      fanfold_remaining_end (self->remaining, index, row->state, row->seconds, self->last.now_usec);
      return;
    }

  sum->n++;
  sum->seconds += row->seconds;
}

/* Whether more jobs may come that are begun. */
static gboolean
is_open (const FanfoldRemainingLook *look)
{
  return look->open && !look->closing;
}

static void
see_row (FanfoldRemainingFeed *self, guint64 index, gboolean closing)
{
  guint8 *seen = &self->seen->data[index];
  FanfoldJobRow row;
  guint8 attempts;

  fanfold_job_table_get (self->table, index, &row);
  attempts = count_attempts (&row);
  /* It is not started any more, nor tried again; that it waits is no news from then on. */
  if (closing && row.state == FANFOLD_JOB_WAITING)
    row.state = FANFOLD_JOB_SKIPPED;
  if (row.state != FANFOLD_JOB_RUNNING)
    fanfold_starts_seen_add (&self->starts, row.started_usec);
  if (fanfold_job_state_is_over (row.state))
    {
      if ((*seen & SEEN_OVER) == 0)
        take_end (self, index, &row);
      *seen = (*seen & SEEN_EARLIER) | SEEN_OVER | attempts;
      return;
    }

  if ((*seen & SEEN_OVER) != 0)
    self->n_again++;
  else if (attempts > *seen)
    fanfold_remaining_retry (self->remaining, index, -1, 0, self->last.now_usec);
  *seen = attempts;
}

static void
see_changed (FanfoldRemainingFeed *self, guint64 n_jobs, gboolean closing)
{
  gboolean all = closing && (!self->last.closing || n_jobs + self->n_again != self->n_jobs);

  self->n_single = 0;
  memset (self->sums, 0, sizeof self->sums);
  make_room (self, n_jobs);
  for (guint block = 0; block < self->changes->len; block++)
    {
      guint changes = fanfold_job_table_get_changes (self->table, block);
      guint64 first = (guint64) block * FANFOLD_JOB_TABLE_BLOCK;

      if (!all && changes == g_array_index (self->changes, guint, block))
        continue;

      g_array_index (self->changes, guint, block) = changes;
      for (guint64 i = first; i < MIN (first + FANFOLD_JOB_TABLE_BLOCK, n_jobs); i++)
        see_row (self, i, closing);
    }

  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    if (self->sums[state].n > 0)
      fanfold_remaining_finish (self->remaining,
                                self->sums[state].n,
                                state,
                                self->sums[state].seconds,
                                self->last.now_usec);
}

static void
mark_stalled (FanfoldRemainingFeed *self, guint64 index, guint32 slot, double age)
{
  Life *life = &self->lives[slot];
  guint stirs = fanfold_job_table_get_stirs (self->table, slot);
  double late = fanfold_remaining_get_late (self->remaining, index);

  if (life->job != index || life->age > age)
    *life = (Life){ index, stirs, 0 };
  else if (life->stirs != stirs)
    *life = (Life){ index, stirs, age };
  fanfold_job_table_set_stalled (self->table, index, slot, age - life->age > late);
}

static guint
find_running (FanfoldRemainingFeed *self, gint64 wall_usec, FanfoldRemainingRunning *running)
{
  guint64 indices[FANFOLD_MAX_SLOTS];
  guint n = fanfold_job_table_get_running (self->table, indices, G_N_ELEMENTS (indices));
  guint n_running = 0;

  for (guint i = 0; i < n; i++)
    {
      FanfoldJobRow row;
      double age;

      if (indices[i] >= self->seen->len || (self->seen->data[indices[i]] & SEEN_OVER) != 0)
        continue;

      fanfold_job_table_get (self->table, indices[i], &row);
      if (row.state != FANFOLD_JOB_RUNNING)
        continue;

      fanfold_starts_seen_add (&self->starts, row.started_usec);
      age = (double) (wall_usec - row.started_usec) / G_USEC_PER_SEC -
            fanfold_freezes_get_seconds (self->freezes, row.started_usec);
      see_overrun (self, age - OVERRUN_LEAST);
      running[n_running++] = (FanfoldRemainingRunning){ indices[i], MAX (age, 0), row.fraction };
      if (row.slot < FANFOLD_MAX_SLOTS)
        mark_stalled (self, indices[i], row.slot, age);
    }

  return n_running;
}

/* Those that are tried again later. */
static void
see_delayed (FanfoldRemainingFeed *self, const FanfoldRemainingLook *look)
{
  FanfoldRemainingDelayed delayed[FANFOLD_REMAINING_MAX_DELAYED];
  guint n = 0;

  for (guint i = 0; i < look->n_delayed; i++)
    {
      const FanfoldDelayedJob *job = &look->delayed[i];
      gint64 usec = job->due_usec - self->last.now_usec;
      FanfoldJobRow row;

      if (job->index >= self->seen->len || (self->seen->data[job->index] & SEEN_OVER) != 0)
        continue;

      fanfold_job_table_get (self->table, job->index, &row);
      if (row.state == FANFOLD_JOB_WAITING)
        delayed[n++] = (FanfoldRemainingDelayed){ job->index, (double) usec / G_USEC_PER_SEC };
    }
  fanfold_remaining_set_delayed (self->remaining, delayed, n, self->last.now_usec);
}

/* Since it was looked at last about as many have run as do now. */
static void
see_running (FanfoldRemainingFeed *self, const FanfoldRemainingLook *look)
{
  FanfoldRemainingRunning running[FANFOLD_MAX_SLOTS];
  guint n = find_running (self, look->wall_usec, running);

  fanfold_remaining_set_limit (self->remaining, self->overrun ? 0 : look->limit);
  fanfold_remaining_set_retries (self->remaining, look->n_retries);
  fanfold_remaining_set_start_delay (self->remaining, look->delay, self->last.now_usec);
  fanfold_remaining_set_last_start (self->remaining,
                                    fanfold_starts_seen_get_age_before (&self->starts, look->delay),
                                    self->last.now_usec);
  fanfold_remaining_set_running (self->remaining, running, n, self->last.now_usec);
  see_delayed (self, look);
  fanfold_remaining_set_running (self->remaining, running, n, look->now_usec);
  fanfold_remaining_set_last_start (self->remaining,
                                    fanfold_starts_seen_get_age (&self->starts, look->wall_usec),
                                    look->now_usec);
}

static void
see_acts (FanfoldRemainingFeed *self, const FanfoldRemainingLook *look)
{
  if (look->n_slots != self->last.n_slots)
    fanfold_remaining_set_n_slots (self->remaining, look->n_slots, look->now_usec);
  if (look->paused && !self->last.paused)
    fanfold_remaining_pause (self->remaining, look->now_usec);
  else if (!look->paused && self->last.paused)
    fanfold_remaining_resume (self->remaining, look->now_usec);
}

/* What is over is of an earlier session. */
static void
mark_earlier (FanfoldRemainingFeed *self)
{
  make_room (self, self->n_jobs);
  for (guint64 i = 0; i < self->n_jobs; i++)
    {
      guint block = (guint) (i / FANFOLD_JOB_TABLE_BLOCK);
      FanfoldJobRow row;

      if (i % FANFOLD_JOB_TABLE_BLOCK == 0 &&
          fanfold_job_table_get_changes (self->table, block) == 0)
        {
          i += FANFOLD_JOB_TABLE_BLOCK - 1;
          continue;
        }

      fanfold_job_table_get (self->table, i, &row);
      self->seen->data[i] = count_attempts (&row);
      if (fanfold_job_state_is_over (row.state))
        self->seen->data[i] |= SEEN_OVER | SEEN_EARLIER;
    }
  g_byte_array_append (self->begun, self->seen->data, self->seen->len);
}

/* Jobs of earlier sessions say how long others take. */
static void
recall_earlier (FanfoldRemainingFeed *self, gint64 begin_usec)
{
  guint64 n_over = 0;
  guint n_recalled = 0;

  for (guint64 i = 0; i < self->n_jobs; i++)
    {
      FanfoldJobRow row;

      if ((self->seen->data[i] & SEEN_EARLIER) == 0)
        continue;

      n_over++;
      fanfold_job_table_get (self->table, i, &row);
      if (row.state == FANFOLD_JOB_DONE && n_recalled++ < MAX_RECALLED)
        fanfold_remaining_recall (self->remaining, 0, row.seconds);
    }
  fanfold_remaining_finish (self->remaining, n_over, FANFOLD_JOB_SKIPPED, -1, begin_usec);
}

/* Of a job that is over the history may say what it took this time, and the memo what it gave:
 * that was not known before. What runs is computed, whatever the memo has since. */
static void
forget_present (FanfoldRemainingFeed *self, guint64 index, FanfoldRemainingHint *hint)
{
  FanfoldJobRow row;

  fanfold_job_table_get (self->table, index, &row);
  if (fanfold_job_state_is_over (row.state) && (float) row.seconds == (float) hint->prior)
    hint->prior = 0;
  if (fanfold_job_state_is_over (row.state))
    hint->cached = -1;
  else if (row.state == FANFOLD_JOB_RUNNING && hint->cached > 0)
    hint->cached = 0;
}

static void
tell_hints (FanfoldRemainingFeed *self)
{
  guint64 n = MIN (fanfold_hints_get_n_jobs (self->hints), self->n_jobs);

  for (guint64 i = 0; i < n; i++)
    {
      FanfoldRemainingHint hint;

      fanfold_hints_get (self->hints, i, &hint);
      forget_present (self, i, &hint);
      fanfold_remaining_know (
          self->remaining, i, (self->seen->data[i] & SEEN_EARLIER) != 0 ? NULL : &hint);
    }
  fanfold_hints_recall (self->hints, self->remaining);
}

static void
begin (FanfoldRemainingFeed *self, gint64 begin_usec)
{
  self->remaining = fanfold_remaining_new (self->n_jobs, self->last.n_slots, begin_usec);
  if (self->hints != NULL)
    tell_hints (self);
  recall_earlier (self, begin_usec);
}

/* Everything is seen once more. */
static void
begin_anew (FanfoldRemainingFeed *self)
{
  for (guint64 i = 0; i < self->seen->len; i++)
    if ((self->seen->data[i] & SEEN_EARLIER) == 0)
      self->seen->data[i] = i < self->begun->len ? self->begun->data[i] & SEEN_ATTEMPTS : 0;
  for (guint block = 0; block < self->changes->len; block++)
    g_array_index (self->changes, guint, block) = 0;
  self->n_jobs = fanfold_job_table_get_n_jobs (self->table);
  make_room (self, self->n_jobs);
  self->n_again = 0;
  self->anew = FALSE;
  fanfold_numbers_seen_clear (self->numbers);
  fanfold_remaining_free (self->remaining);
  begin (self, self->last.now_usec - self->worked_usec);
  if (self->last.paused)
    fanfold_remaining_pause (self->remaining, self->last.now_usec);
  self->last.closing = FALSE;
}

FanfoldRemainingFeed *
fanfold_remaining_feed_new (FanfoldJobTable *table, guint n_slots, gint64 begin_usec)
{
  FanfoldRemainingFeed *self;

  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (FanfoldRemainingFeed, 1);
  self->table = fanfold_job_table_ref (table);
  self->n_jobs = fanfold_job_table_get_n_jobs (table);
  self->last.n_slots = n_slots;
  self->last.now_usec = begin_usec;
  self->changes = g_array_new (FALSE, TRUE, sizeof (guint));
  self->seen = g_byte_array_new ();
  self->freezes = fanfold_freezes_new ();
  self->begun = g_byte_array_new ();
  self->numbers = fanfold_numbers_seen_new ();
  mark_earlier (self);
  begin (self, begin_usec);

  return self;
}

void
fanfold_remaining_feed_take_hints (FanfoldRemainingFeed *self, FanfoldHints *hints)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (hints != NULL);

  g_clear_pointer (&self->hints, fanfold_hints_free);
  self->hints = hints;
  self->anew = TRUE;
}

void
fanfold_remaining_feed_free (FanfoldRemainingFeed *self)
{
  fanfold_freezes_free (self->freezes);
  fanfold_numbers_seen_free (self->numbers);
  g_byte_array_unref (self->begun);
  g_byte_array_unref (self->seen);
  g_array_unref (self->changes);
  g_clear_pointer (&self->hints, fanfold_hints_free);
  fanfold_remaining_free (self->remaining);
  fanfold_job_table_unref (self->table);
  g_free (self);
}

void
fanfold_remaining_feed_look (FanfoldRemainingFeed *self,
                             const FanfoldRemainingLook *look,
                             FanfoldRemainingAnswer *answer)
{
  guint64 n_jobs;

  g_return_if_fail (self != NULL);
  g_return_if_fail (look != NULL);
  g_return_if_fail (answer != NULL);

  if (self->anew)
    begin_anew (self);
  n_jobs = fanfold_job_table_get_n_jobs (self->table);
  fanfold_starts_seen_begin (&self->starts, self->last.wall_usec);
  see_changed (self, n_jobs, look->closing);
  judge_numbers (self);
  fanfold_freezes_see (self->freezes, look->now_usec, look->wall_usec, look->frozen);
  see_running (self, look);
  see_acts (self, look);
  if (self->n_jobs != n_jobs + self->n_again || is_open (look) != is_open (&self->last))
    {
      self->n_jobs = n_jobs + self->n_again;
      fanfold_remaining_set_n_jobs (self->remaining, self->n_jobs, is_open (look), look->now_usec);
    }
  if (!self->last.paused)
    self->worked_usec += look->now_usec - self->last.now_usec;
  self->last = *look;
  fanfold_remaining_ask (self->remaining, look->now_usec, answer);
}
