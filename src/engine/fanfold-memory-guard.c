/* fanfold-memory-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memory-guard.h"

#include "fanfold-free-memory.h"
#include "fanfold-lock.h"

struct _FanfoldMemoryGuard
{
  guint64 min_free_bytes;
  FanfoldRunLog *log;

  GMutex mutex;
  char *reason; /* NULL: jobs may start */
};

FanfoldMemoryGuard *
fanfold_memory_guard_new (guint64 min_free_bytes, FanfoldRunLog *log)
{
  FanfoldMemoryGuard *self;

  g_return_val_if_fail (log != NULL, NULL);

  self = g_new0 (FanfoldMemoryGuard, 1);
  self->min_free_bytes = min_free_bytes;
  self->log = log;
  g_mutex_init (&self->mutex);

  return self;
}

void
fanfold_memory_guard_free (FanfoldMemoryGuard *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_clear (&self->mutex);
  g_free (self->reason);
  g_free (self);
}

gboolean
fanfold_memory_guard_ask (FanfoldMemoryGuard *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->min_free_bytes == 0 ||
         fanfold_memory_guard_take (self, fanfold_free_memory_get_bytes ());
}

/* With the lock. */
static void
hold (FanfoldMemoryGuard *self, guint64 free_bytes)
{
  g_autofree char *is_free = g_format_size_full (free_bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *needed = g_format_size_full (self->min_free_bytes, G_FORMAT_SIZE_IEC_UNITS);

  self->reason = g_strdup_printf (
      "Memory is short: no more jobs are started until %s are free (now %s).", needed, is_free);
  fanfold_run_log_add (self->log, self->reason);
}

gboolean
fanfold_memory_guard_take (FanfoldMemoryGuard *self, guint64 free_bytes)
{
  gboolean enough;

  g_return_val_if_fail (self != NULL, TRUE);

  enough = free_bytes == 0 || free_bytes >= self->min_free_bytes;
  fanfold_lock (&self->mutex);
  if (enough && self->reason != NULL)
    {
      g_clear_pointer (&self->reason, g_free);
      fanfold_run_log_add (self->log, "There is memory again: jobs are started.");
    }
  else if (!enough && self->reason == NULL)
    hold (self, free_bytes);
  fanfold_unlock (&self->mutex);

  return enough;
}

char *
fanfold_memory_guard_dup_reason (FanfoldMemoryGuard *self)
{
  char *reason;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  reason = g_strdup (self->reason);
  fanfold_unlock (&self->mutex);

  return reason;
}
