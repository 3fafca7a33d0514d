/* fanfold-keeper.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-keeper.h"

#include <signal.h>
#include <sys/wait.h>

#include "fanfold-bundle.h"
#include "fanfold-error.h"
#include "fanfold-family.h"
#include "fanfold-runner-end.h"

#define LOAD_USEC (9 * G_USEC_PER_SEC) /* the slot itself waits 10 s */
#define MAX_KILLED 3                   /* in a row, while they were loading */

G_STATIC_ASSERT (FANFOLD_KEEPER_N_FDS == FANFOLD_RUNNER_LINK_N_FDS);

struct _FanfoldKeeper
{
  FanfoldRunnerLink *link;
  gint64 load_deadline; /* 0: nothing is loading */
  guint n_killed;       /* of those that were loading */
  gboolean loaded;
  GError *error;

  FanfoldBundleContext context;
  FanfoldBundle *bundle; /* NULL: idle */

  FanfoldJobLimits limits;
  FanfoldFreezer freezer;
  gboolean frozen;
  gboolean cancelled;
  gint64 grace_usec;
};

static gboolean
start_runner (FanfoldKeeper *self, GError **error)
{
  self->load_deadline = g_get_monotonic_time () + LOAD_USEC;
  return fanfold_runner_link_start (self->link, error);
}

FanfoldKeeper *
fanfold_keeper_new (FanfoldFunction *function,
                    const FanfoldRunnerOptions *options,
                    FanfoldJobLog *log,
                    FanfoldWire *wire,
                    GError **error)
{
  FanfoldRunnerLink *link = fanfold_runner_link_new (function, options, log, error);
  FanfoldKeeper *self;

  if (link == NULL)
    return NULL;

  self = g_new0 (FanfoldKeeper, 1);
  self->link = link;
  self->context =
      (FanfoldBundleContext){ function, link, log, wire, &self->freezer, &self->limits };
  self->freezer.frozen_nsec = fanfold_runner_link_get_frozen (link);
  if (!start_runner (self, error))
    {
      fanfold_keeper_free (self);
      return NULL;
    }

  return self;
}

void
fanfold_keeper_free (FanfoldKeeper *self)
{
  g_clear_pointer (&self->bundle, fanfold_bundle_free);
  g_clear_pointer (&self->link, fanfold_runner_link_free);
  g_clear_error (&self->error);
  g_free (self);
}

void
fanfold_keeper_end (FanfoldKeeper *self)
{
  fanfold_family_end_runner (fanfold_runner_link_get_pid (self->link));
}

gboolean
fanfold_keeper_has_loaded (FanfoldKeeper *self)
{
  return self->loaded;
}

const GError *
fanfold_keeper_get_error (FanfoldKeeper *self)
{
  return self->error;
}

int
fanfold_keeper_get_memory_fd (FanfoldKeeper *self)
{
  return fanfold_runner_link_get_memory_fd (self->link);
}

gboolean
fanfold_keeper_is_busy (FanfoldKeeper *self)
{
  return self->bundle != NULL && fanfold_bundle_is_busy (self->bundle);
}

/* False where nothing more can be had from this runner. */
static gboolean
finish_bundle (FanfoldKeeper *self)
{
  gboolean sound = fanfold_bundle_finish (self->bundle);

  fanfold_freezer_go_on (&self->freezer);
  g_clear_pointer (&self->bundle, fanfold_bundle_free);
  return sound;
}

/* A plugin that loaded once may still crash, hang, be gone or be another when it is loaded again:
 * that is no fault of the jobs, which go back to the slot. */
static void
loading_failed (FanfoldKeeper *self, const char *reason, int code)
{
  self->load_deadline = 0;
  if (self->error == NULL)
    self->error = g_error_new_literal (FANFOLD_ERROR, code, reason);
}

/* Ends the runner and all that descends from it. */
static void
end_runner (FanfoldKeeper *self)
{
  fanfold_family_end_runner (fanfold_runner_link_get_pid (self->link));
  fanfold_runner_link_bury (self->link);
}

static void
replace_runner (FanfoldKeeper *self)
{
  g_autoptr (GError) error = NULL;

  end_runner (self);
  if (!start_runner (self, &error))
    loading_failed (self, error->message, error->code);
}

/* The runner has done what it was asked: takes what was printed, ends what was left behind. */
static void
take_bundle (FanfoldKeeper *self)
{
  pid_t runner = fanfold_runner_link_get_pid (self->link);

  if (fanfold_runner_link_may_have_forked (self->link) && fanfold_family_has_others (runner))
    fanfold_family_end (runner);
  fanfold_runner_link_drain (self->link);
  if (!finish_bundle (self))
    replace_runner (self);
}

static void
begin_bundle (FanfoldKeeper *self)
{
  if (self->bundle == NULL || fanfold_keeper_is_busy (self) ||
      (self->frozen && !fanfold_bundle_must_end (self->bundle)) ||
      fanfold_runner_link_get_state (self->link) != FANFOLD_RUNNER_READY)
    return;

  fanfold_bundle_begin (self->bundle);
}

gboolean
fanfold_keeper_run (FanfoldKeeper *self, GVariant *payload)
{
  g_autoptr (GError) error = NULL;

  if (!self->loaded || self->bundle != NULL)
    return FALSE;

  self->bundle = fanfold_bundle_new (&self->context, payload);
  if (self->bundle == NULL)
    return FALSE;

  if (fanfold_runner_link_get_pid (self->link) == 0 && !start_runner (self, &error))
    loading_failed (self, error->message, error->code);
  if (self->bundle != NULL && self->cancelled)
    fanfold_bundle_cancel (self->bundle, self->grace_usec);
  begin_bundle (self);

  return TRUE;
}

void
fanfold_keeper_cancel (FanfoldKeeper *self, gint64 grace_usec)
{
  self->cancelled = TRUE;
  self->grace_usec = grace_usec;
  if (self->bundle != NULL)
    fanfold_bundle_cancel (self->bundle, grace_usec);
  begin_bundle (self);
}

void
fanfold_keeper_cancel_job (FanfoldKeeper *self, guint64 index, gint64 grace_usec)
{
  if (self->bundle != NULL)
    fanfold_bundle_cancel_job (self->bundle, index, grace_usec);
  begin_bundle (self);
}

void
fanfold_keeper_set_limits (FanfoldKeeper *self, const FanfoldJobLimits *limits)
{
  self->limits = *limits;
  fanfold_runner_link_set_memory_limit (self->link, limits->memory_bytes);
  if (self->bundle != NULL)
    fanfold_bundle_look_again (self->bundle);
}

void
fanfold_keeper_freeze (FanfoldKeeper *self, gboolean frozen)
{
  self->frozen = frozen;
  if (!frozen)
    fanfold_freezer_go_on (&self->freezer);
  else if (self->bundle != NULL)
    fanfold_bundle_stop (self->bundle);
  begin_bundle (self);
}

guint
fanfold_keeper_get_fds (FanfoldKeeper *self,
                        gboolean read_output,
                        struct pollfd fds[FANFOLD_KEEPER_N_FDS])
{
  if (fanfold_runner_link_get_pid (self->link) == 0)
    return 0;

  fanfold_runner_link_get_fds (self->link, read_output, fds);
  return FANFOLD_KEEPER_N_FDS;
}

static void
runner_woke (FanfoldKeeper *self)
{
  fanfold_runner_link_take_wake_ups (self->link);
  fanfold_runner_link_answer (self->link);

  if (self->load_deadline != 0 &&
      fanfold_runner_link_get_state (self->link) == FANFOLD_RUNNER_READY)
    {
      self->load_deadline = 0;
      self->n_killed = 0;
      self->loaded = TRUE;
      begin_bundle (self);
    }

  if (self->bundle != NULL && fanfold_bundle_is_over (self->bundle))
    take_bundle (self);
}

void
fanfold_keeper_attend (FanfoldKeeper *self, const struct pollfd fds[FANFOLD_KEEPER_N_FDS])
{
  fanfold_runner_link_drop_closed (self->link, fds);
  if (((fds[1].revents | fds[2].revents | fds[3].revents) & POLLIN) != 0)
    fanfold_runner_link_drain (self->link);
  if (fds[0].revents != 0)
    runner_woke (self);
}

/* By somebody else: for that a plugin is not to blame. */
static gboolean
was_killed (int status)
{
  int number = WIFSIGNALED (status) ? WTERMSIG (status) : 0;

  return number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP;
}

/* It ended while it was loading; why stands on the board or in the way it ended. */
static void
loading_lost (FanfoldKeeper *self, int status)
{
  g_autofree char *message = NULL;

  if (fanfold_runner_link_get_state (self->link) == FANFOLD_RUNNER_BROKEN)
    message = fanfold_runner_link_dup_error (self->link);
  else
    {
      g_autofree char *end = fanfold_runner_end_describe (status, TRUE);

      message =
          g_strdup_printf ("The plugin “%s” cannot be used: while it was loaded, its process %s.",
                           fanfold_function_get_plugin_path (self->context.function),
                           end);
    }

  loading_failed (self, message, FANFOLD_ERROR_PLUGIN);
}

static void
runner_lost (FanfoldKeeper *self, int status, const struct rusage *whole)
{
  g_autoptr (GError) error = NULL;

  fanfold_family_end_runner (0);
  fanfold_runner_link_bury (self->link);

  if (fanfold_keeper_is_busy (self))
    {
      /* One that died before it was asked, when nobody had noticed, costs no job. */
      if (fanfold_bundle_is_over (self->bundle))
        finish_bundle (self);
      else if (!fanfold_bundle_take_back (self->bundle))
        {
          fanfold_bundle_give_up (self->bundle, status, whole);
          finish_bundle (self);
        }
    }
  else if (self->load_deadline != 0 && !(was_killed (status) && ++self->n_killed < MAX_KILLED))
    {
      loading_lost (self, status);
      return;
    }

  if (!start_runner (self, &error))
    loading_failed (self, error->message, error->code);
}

void
fanfold_keeper_take_in_children (FanfoldKeeper *self)
{
  pid_t runner = fanfold_runner_link_get_pid (self->link);
  struct rusage runner_usage = { 0 };
  struct rusage usage;
  int runner_status = 0;
  gboolean lost = FALSE;
  int status;
  pid_t pid;

  while ((pid = wait4 (-1, &status, WNOHANG, &usage)) > 0)
    if (pid == runner)
      {
        runner_usage = usage;
        runner_status = status;
        lost = TRUE;
      }

  if (lost)
    runner_lost (self, runner_status, &runner_usage);
}

static void
loading_hangs (FanfoldKeeper *self)
{
  g_autofree char *reason =
      g_strdup_printf ("The plugin “%s” cannot be used: it was not loaded within %d seconds.",
                       fanfold_function_get_plugin_path (self->context.function),
                       (int) (LOAD_USEC / G_USEC_PER_SEC));

  end_runner (self);
  loading_failed (self, reason, FANFOLD_ERROR_PLUGIN);
}

void
fanfold_keeper_check (FanfoldKeeper *self, gint64 now)
{
  if (self->load_deadline != 0 && now >= self->load_deadline)
    loading_hangs (self);

  if (self->bundle != NULL && fanfold_bundle_is_over (self->bundle))
    take_bundle (self);
  else if (self->bundle != NULL)
    fanfold_bundle_check (self->bundle, now);
}

gint64
fanfold_keeper_get_next_check (FanfoldKeeper *self, gint64 next)
{
  if (self->load_deadline != 0)
    next = MIN (next, self->load_deadline);
  if (self->bundle != NULL)
    next = MIN (next, fanfold_bundle_get_next_check (self->bundle));

  return next;
}
