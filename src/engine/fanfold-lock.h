/* fanfold-lock.h: locks that ThreadSanitizer can see
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GLib's mutex is its own futex code, which ThreadSanitizer does not know: it would report every
 * use as a race. Engine code takes locks through these alone.
 */
#pragma once

#include <glib.h>

#if defined(__SANITIZE_THREAD__)
#define FANFOLD_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define FANFOLD_TSAN 1
#endif
#endif

#ifdef FANFOLD_TSAN
#include <sanitizer/tsan_interface.h>
#endif

G_BEGIN_DECLS

static inline void
fanfold_lock (GMutex *mutex)
{
#ifdef FANFOLD_TSAN
  __tsan_mutex_pre_lock (mutex, 0);
#endif
  g_mutex_lock (mutex);
#ifdef FANFOLD_TSAN
  __tsan_mutex_post_lock (mutex, 0, 0);
#endif
}

static inline void
fanfold_unlock (GMutex *mutex)
{
#ifdef FANFOLD_TSAN
  __tsan_mutex_pre_unlock (mutex, 0);
#endif
  g_mutex_unlock (mutex);
#ifdef FANFOLD_TSAN
  __tsan_mutex_post_unlock (mutex, 0);
#endif
}

/* Waits for @cond with @mutex held; may wake without cause. */
static inline void
fanfold_lock_wait (GCond *cond, GMutex *mutex)
{
#ifdef FANFOLD_TSAN
  __tsan_mutex_pre_unlock (mutex, 0);
  __tsan_mutex_post_unlock (mutex, 0);
#endif
  g_cond_wait (cond, mutex);
#ifdef FANFOLD_TSAN
  __tsan_mutex_pre_lock (mutex, 0);
  __tsan_mutex_post_lock (mutex, 0, 0);
#endif
}

/* The same until @end_time_usec of the monotonic clock at the latest; false when it has passed. */
static inline gboolean
fanfold_lock_wait_until (GCond *cond, GMutex *mutex, gint64 end_time_usec)
{
  gboolean signalled;

#ifdef FANFOLD_TSAN
  __tsan_mutex_pre_unlock (mutex, 0);
  __tsan_mutex_post_unlock (mutex, 0);
#endif
  signalled = g_cond_wait_until (cond, mutex, end_time_usec);
#ifdef FANFOLD_TSAN
  __tsan_mutex_pre_lock (mutex, 0);
  __tsan_mutex_post_lock (mutex, 0, 0);
#endif

  return signalled;
}

/* What happened before handing @pointer over through a GThreadPool or GThread is seen behind taking
 * it. */
static inline void
fanfold_hand_over (gpointer pointer)
{
#ifdef FANFOLD_TSAN
  __tsan_release (pointer);
#endif
}

static inline void
fanfold_take_over (gpointer pointer)
{
#ifdef FANFOLD_TSAN
  __tsan_acquire (pointer);
#endif
}

/* g_atomic_ref_count_dec (): what others did before they dropped their references is seen by the
 * last one. */
static inline gboolean
fanfold_ref_count_dec (gatomicrefcount *count)
{
  fanfold_hand_over (count);
  if (!g_atomic_ref_count_dec (count))
    return FALSE;

  fanfold_take_over (count);
  return TRUE;
}

G_END_DECLS
