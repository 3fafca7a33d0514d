/* held.h: for how long the main loop is held up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <time.h>

/* What was done between two waits of the main loop, in which it answers to nobody: the longest. The
 * processor time is what this thread reckoned itself, as others use the machine, too. */
typedef struct
{
  gint64 cpu_usec;
  gint64 wall_usec;
} Held;

static Held held_longest;
static Held held_began;
static gint64 held_quiet_since; /* monotonic: nothing of note was done from then on */

static inline gint64
held_get_cpu_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static inline int
held_poll_cb (GPollFD *fds, guint n_fds, int timeout_msec)
{
  gint64 cpu_usec = held_get_cpu_usec () - held_began.cpu_usec;
  gint64 wall_usec = g_get_monotonic_time () - held_began.wall_usec;
  int result;

  held_longest.cpu_usec = MAX (held_longest.cpu_usec, cpu_usec);
  held_longest.wall_usec = MAX (held_longest.wall_usec, wall_usec);
  if (cpu_usec > 1000)
    held_quiet_since = g_get_monotonic_time ();

  result = g_poll (fds, n_fds, timeout_msec);
  held_began.cpu_usec = held_get_cpu_usec ();
  held_began.wall_usec = g_get_monotonic_time ();

  return result;
}

static inline void
held_watch (void)
{
  held_began.cpu_usec = held_get_cpu_usec ();
  held_began.wall_usec = g_get_monotonic_time ();
  g_main_context_set_poll_func (NULL, held_poll_cb);
}

static inline gboolean
held_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Until @is_over, and then until the main loop had nothing of note to do for half a second. */
static inline void
held_run (gboolean (*is_over) (gpointer user_data), gpointer user_data)
{
  guint tick_id = g_timeout_add (20, held_tick_cb, NULL);
  gint64 deadline = g_get_monotonic_time () + 240 * G_USEC_PER_SEC;
  gint64 over = 0;

  while (over == 0 || (g_get_monotonic_time () < over + 5 * G_USEC_PER_SEC &&
                       g_get_monotonic_time () < MAX (held_quiet_since, over) + 500000))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
      if (over == 0 && (is_over == NULL || is_over (user_data)))
        over = g_get_monotonic_time ();
    }
  g_source_remove (tick_id);
}

typedef struct
{
  GSourceOnceFunc act;
  gboolean (*is_over) (gpointer user_data);
  gpointer user_data;
  gboolean begun;
} HeldAct;

static inline void
held_act_cb (gpointer user_data)
{
  HeldAct *act = user_data;

  act->act (act->user_data);
  act->begun = TRUE;
}

static inline gboolean
held_is_over (gpointer user_data)
{
  HeldAct *act = user_data;

  return act->begun && (act->is_over == NULL || act->is_over (act->user_data));
}

/* What the main loop is held up by @act and all that follows from it. */
static inline Held
held_measure (GSourceOnceFunc act, gboolean (*is_over) (gpointer user_data), gpointer user_data)
{
  HeldAct request = { act, is_over, user_data, FALSE };

  held_run (NULL, NULL);
  held_longest = (Held){ 0 };
  g_idle_add_once (held_act_cb, &request);
  held_run (held_is_over, &request);

  return held_longest;
}
