/* fanfold-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-progress.h"

#include "fanfold-task.h"

#define LOOK_USEC (G_USEC_PER_SEC / 2)

/* An end that is said to be earlier than it can be is thought of anew, but for that. */
#define SLACK_USEC (G_USEC_PER_SEC / 50)

/* A run that is over by then is not worth to read the history for. */
#define RECALL_USEC (G_USEC_PER_SEC / 4)
#define MANY_OVER 100 /* by then: reading takes some 8 µs a job of earlier runs */

/* What is said before the memo has been asked is wrong where many are cached; but people are not to
 * wait for it for longer. */
#define UNSURE_USEC (3 * G_USEC_PER_SEC / 2)

/* With more jobs it may cost more than a millisecond. */
#define MAX_JOBS_AT_ONCE 1000

/* What is to be found out of the jobs. */
typedef struct
{
  FanfoldCombine *combine;
  char *folder;
  FanfoldRecollection *recollection;
  FanfoldMemo *memo;
  FanfoldJobTable *table;
} Recall;

struct _FanfoldProgress
{
  FanfoldJobTable *table;
  gint64 begin_usec;
  double seconds_before;
  double elapsed;
  double fraction;

  FanfoldRemainingFeed *feed; /* NULL: a thread has it */
  Recall *recall;             /* until a thread has it */
  guint64 n_computed_before;  /* this program's part of the run */
  gboolean unsure;            /* the memo has not been asked yet */
  FanfoldHints *hints;        /* until the feed has them */
  GCancellable *cancellable;
  FanfoldRemainingLook last; /* when it was asked for last */
  GArray *missed;            /* of FanfoldRemainingLook: at what was done since, all in order */
  gboolean asked;
  guint64 n_jobs;                 /* then */
  FanfoldRemainingAnswer thought; /* at @thought_usec */
  gint64 thought_usec;            /* that was worked then */
  gint64 sampled_usec;
  gint64 worked_usec; /* pauses left out */
  gboolean paused;
  FanfoldRemainingAnswer answer;
};

/* What goes to the thread and comes back. */
typedef struct
{
  FanfoldRemainingFeed *feed;
  GArray *missed;
  FanfoldRemainingLook look;
  gint64 worked_usec;
  FanfoldRemainingAnswer answer;
  gboolean sure;
} Asking;

static void
clear_recall (Recall *recall)
{
  g_clear_pointer (&recall->recollection, fanfold_recollection_unref);
  g_clear_pointer (&recall->memo, fanfold_memo_unref);
  g_clear_pointer (&recall->table, fanfold_job_table_unref);
  g_clear_pointer (&recall->combine, fanfold_combine_unref);
}

/* Both may end on the thread, behind what the main thread did with them. */
static void
recall_free (gpointer data)
{
  Recall *recall = data;

  fanfold_take_over (recall);
  clear_recall (recall);
  g_free (recall->folder);
  g_free (recall);
}

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  fanfold_take_over (asking);
  g_clear_pointer (&asking->feed, fanfold_remaining_feed_free);
  g_array_unref (asking->missed);
  g_free (asking);
}

/* That are over, and took their time. */
static guint64
count_computed (const guint64 *counts)
{
  guint64 n = 0;

  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    if (state != FANFOLD_JOB_WAITING && state != FANFOLD_JOB_RUNNING && state != FANFOLD_JOB_CACHED)
      n += counts[state];

  return n;
}

FanfoldProgress *
fanfold_progress_new (FanfoldJobTable *table,
                      guint n_slots,
                      gint64 begin_usec,
                      double seconds_before)
{
  guint64 counts[FANFOLD_N_JOB_STATES];
  FanfoldProgress *self;

  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (FanfoldProgress, 1);
  self->table = fanfold_job_table_ref (table);
  fanfold_job_table_get_counts (table, counts);
  self->n_computed_before = count_computed (counts);
  self->begin_usec = self->sampled_usec = begin_usec;
  self->seconds_before = seconds_before;
  self->thought = self->answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  self->feed = fanfold_remaining_feed_new (table, n_slots, begin_usec);
  self->missed = g_array_new (FALSE, FALSE, sizeof (FanfoldRemainingLook));
  self->cancellable = g_cancellable_new ();

  return self;
}

void
fanfold_progress_free (FanfoldProgress *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->feed, fanfold_remaining_feed_free);
  g_clear_pointer (&self->recall, recall_free);
  g_clear_pointer (&self->hints, fanfold_hints_free);
  g_array_unref (self->missed);
  fanfold_job_table_unref (self->table);
  g_free (self);
}

void
fanfold_progress_recall (FanfoldProgress *self,
                         FanfoldCombine *combine,
                         const char *folder,
                         FanfoldRecollection *recollection,
                         FanfoldMemo *memo)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (combine != NULL);

  /* Nobody keeps all lines of a stream at hand. */
  if (fanfold_combine_get_stream (combine, NULL) != NULL)
    return;

  g_clear_pointer (&self->recall, recall_free);

  self->recall = g_new0 (Recall, 1);
  self->recall->combine = fanfold_combine_ref (combine);
  self->recall->folder = g_strdup (folder);
  if (recollection != NULL)
    self->recall->recollection = fanfold_recollection_ref (recollection);
  if (memo != NULL)
    self->recall->memo = fanfold_memo_ref (memo);
  self->recall->table = fanfold_job_table_ref (self->table);
  self->unsure = memo != NULL;
}

static void
recall_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Recall *recall = task_data;
  g_autoptr (FanfoldDurations) durations = NULL;
  g_autoptr (FanfoldHints) hints = NULL;
  GError *error = NULL;

  if (recall->recollection != NULL)
    durations = fanfold_recollection_get_durations (
        recall->recollection, fanfold_combine_get_function (recall->combine), cancellable, NULL);
  hints = fanfold_hints_load (recall->combine, recall->folder, durations, cancellable, &error);
  if (hints != NULL &&
      fanfold_hints_ask (
          hints, recall->combine, recall->folder, recall->memo, recall->table, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&hints), (GDestroyNotify) fanfold_hints_free);
  else
    g_task_return_error (task, error);
}

/* @user_data is gone where it was cancelled; so it is below. */
static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldProgress *self = user_data;
  Recall *recall = g_task_get_task_data (G_TASK (result));
  FanfoldHints *hints;

  fanfold_take_over (result);
  /* The thread may be the last to drop its task, and objects end on the main thread alone. */
  clear_recall (recall);
  fanfold_hand_over (recall);
  hints = g_task_propagate_pointer (G_TASK (result), NULL);
  if (hints == NULL)
    return;

  g_clear_pointer (&self->hints, fanfold_hints_free);
  self->hints = hints;
}

static void
recall (FanfoldProgress *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, recalled_cb, self);

  g_task_set_source_tag (task, recall);
  g_task_set_task_data (task, g_steal_pointer (&self->recall), recall_free);
  fanfold_task_run (task, recall_thread);
}

/* What was done, when it was. */
static void
look_at_all (FanfoldRemainingFeed *feed,
             GArray *missed,
             const FanfoldRemainingLook *look,
             FanfoldRemainingAnswer *answer)
{
  for (guint i = 0; i < missed->len; i++)
    fanfold_remaining_feed_look (feed, &g_array_index (missed, FanfoldRemainingLook, i), answer);
  fanfold_remaining_feed_look (feed, look, answer);
}

static void
ask_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Asking *asking = task_data;

  look_at_all (asking->feed, asking->missed, &asking->look, &asking->answer);
  g_task_return_boolean (task, TRUE);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldProgress *self = user_data;
  Asking *asking;

  fanfold_take_over (result);
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  asking = g_task_get_task_data (G_TASK (result));
  self->feed = g_steal_pointer (&asking->feed);
  self->thought = asking->answer;
  self->thought_usec = asking->worked_usec;
  if (asking->sure)
    self->unsure = FALSE;
  fanfold_hand_over (asking);
}

static void
ask (FanfoldProgress *self, const FanfoldRemainingLook *look)
{
  g_autoptr (GTask) task = NULL;
  gboolean sure = self->hints != NULL;
  Asking *asking;

  self->last = *look;
  self->asked = TRUE;
  self->n_jobs = fanfold_job_table_get_n_jobs (self->table);
  if (self->hints != NULL)
    fanfold_remaining_feed_take_hints (self->feed, g_steal_pointer (&self->hints));
  if (self->n_jobs <= MAX_JOBS_AT_ONCE)
    {
      look_at_all (self->feed, self->missed, look, &self->thought);
      g_array_set_size (self->missed, 0);
      self->thought_usec = self->worked_usec;
      self->unsure = self->unsure && !sure;
      return;
    }

  asking = g_new0 (Asking, 1);
  asking->feed = g_steal_pointer (&self->feed);
  asking->missed = g_steal_pointer (&self->missed);
  self->missed = g_array_new (FALSE, FALSE, sizeof (FanfoldRemainingLook));
  asking->look = *look;
  asking->worked_usec = self->worked_usec;
  asking->sure = sure;
  task = g_task_new (NULL, self->cancellable, asked_cb, self);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, asking, asking_free);
  fanfold_task_run (task, ask_thread);
}

/* Since the thought. */
static gint64
get_gone (FanfoldProgress *self)
{
  return self->worked_usec - self->thought_usec;
}

/* A job is to be tried again after the end that was thought of. */
static gboolean
is_outlived (FanfoldProgress *self, const FanfoldRemainingLook *look)
{
  double end;

  if (look->n_delayed == 0 || look->closing || look->paused || self->thought.median < 0)
    return FALSE;

  end = (double) (look->now_usec - get_gone (self)) + self->thought.median * G_USEC_PER_SEC;

  return (double) look->delayed[0].due_usec > end + SLACK_USEC;
}

static gboolean
is_due (FanfoldProgress *self, const FanfoldRemainingLook *look)
{
  const FanfoldRemainingLook *last = &self->last;

  if (self->feed == NULL)
    return FALSE;

  return !self->asked || self->hints != NULL || look->now_usec - last->now_usec >= LOOK_USEC ||
         fanfold_job_table_get_n_jobs (self->table) != self->n_jobs ||
         look->n_slots != last->n_slots || look->open != last->open ||
         look->paused != last->paused || look->frozen != last->frozen ||
         look->closing != last->closing || is_outlived (self, look);
}

/* Between two answers it counts down. */
static void
count_down (FanfoldProgress *self)
{
  double gone = (double) get_gone (self) / G_USEC_PER_SEC;

  self->answer = self->thought;
  if (self->answer.median < 0)
    return;

  self->answer.median = MAX (self->answer.median - gone, 0);
  self->answer.low = MAX (self->answer.low - gone, 0);
  self->answer.high = MAX (self->answer.high - gone, 0);
}

/* Where so many have been computed that soon they tell more of the others than is worth being read.
 */
static void
begin_recall (FanfoldProgress *self, const guint64 *counts)
{
  if (count_computed (counts) - self->n_computed_before < MANY_OVER)
    {
      recall (self);
      return;
    }

  g_clear_pointer (&self->recall, recall_free);
  self->unsure = FALSE;
}

static void
update_remaining (FanfoldProgress *self, const FanfoldRemainingLook *look, const guint64 *counts)
{
  if (self->recall != NULL && look->now_usec - self->begin_usec >= RECALL_USEC)
    begin_recall (self, counts);
  if (is_due (self, look))
    ask (self, look);

  if (counts[FANFOLD_JOB_WAITING] + counts[FANFOLD_JOB_RUNNING] == 0)
    self->answer = (FanfoldRemainingAnswer){ 0, 0, 0 };
  else if (!self->unsure || look->now_usec - self->begin_usec >= UNSURE_USEC)
    count_down (self);
}

/* Of a stream that is not read any more, what runs is all that is left. */
static gboolean
is_foreseeable (const FanfoldRemainingLook *look)
{
  return !look->open || look->closing;
}

/* How long jobs have been at it, and when they stood still, must not depend on when a thread has
 * done with the last question: it may be stopped with the program meanwhile. */
static void
see_acts (FanfoldProgress *self, const FanfoldRemainingLook *look)
{
  const FanfoldRemainingLook *last = &self->last;

  if (!self->paused)
    self->worked_usec += look->now_usec - self->sampled_usec;
  self->sampled_usec = look->now_usec;
  self->paused = look->paused;
  if (self->feed != NULL && is_foreseeable (look))
    return;

  if (self->missed->len > 0)
    last = &g_array_index (self->missed, FanfoldRemainingLook, self->missed->len - 1);
  if (look->paused != last->paused || look->frozen != last->frozen)
    g_array_append_val (self->missed, *look);
}

void
fanfold_progress_sample (FanfoldProgress *self,
                         const FanfoldRemainingLook *look,
                         guint64 counts[FANFOLD_N_JOB_STATES])
{
  guint64 n_jobs;
  guint64 n_open;
  double n_equivalent;

  g_return_if_fail (self != NULL);
  g_return_if_fail (look != NULL);

  fanfold_job_table_get_counts (self->table, counts);
  self->elapsed =
      self->seconds_before + (look->now_usec - self->begin_usec) / (double) G_USEC_PER_SEC;
  self->fraction = 0;
  self->answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  see_acts (self, look);
  if (is_foreseeable (look))
    update_remaining (self, look, counts);
  if (look->open)
    return;

  n_jobs = fanfold_job_table_get_n_jobs (self->table);
  n_open = counts[FANFOLD_JOB_WAITING] + counts[FANFOLD_JOB_RUNNING] +
           counts[FANFOLD_JOB_CANCELLED] + counts[FANFOLD_JOB_SKIPPED];
  n_equivalent = (double) (n_jobs - MIN (n_open, n_jobs)) +
                 fanfold_job_table_get_running_fraction (self->table);
  if (n_jobs > 0)
    self->fraction = CLAMP (n_equivalent / (double) n_jobs, 0, 1);
}

double
fanfold_progress_get_elapsed (FanfoldProgress *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->elapsed;
}

double
fanfold_progress_get_fraction (FanfoldProgress *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fraction;
}

void
fanfold_progress_get_remaining (FanfoldProgress *self, FanfoldRemainingAnswer *answer)
{
  g_return_if_fail (self != NULL);

  *answer = self->answer;
}
