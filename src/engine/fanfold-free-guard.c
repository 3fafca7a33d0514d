/* fanfold-free-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-free-guard.h"

#include "fanfold-lock.h"

#include <glib/gi18n-lib.h>

struct _FanfoldFreeGuard
{
  FanfoldFreeGuardKind kind;
  guint64 min_free_bytes;
  FanfoldRunLog *log;

  GMutex mutex;
  char *reason; /* NULL: jobs may start */
};

FanfoldFreeGuard *
fanfold_free_guard_new (FanfoldFreeGuardKind kind, guint64 min_free_bytes, FanfoldRunLog *log)
{
  FanfoldFreeGuard *self;

  g_return_val_if_fail (log != NULL, NULL);

  self = g_new0 (FanfoldFreeGuard, 1);
  self->kind = kind;
  self->min_free_bytes = min_free_bytes;
  self->log = log;
  g_mutex_init (&self->mutex);

  return self;
}

void
fanfold_free_guard_free (FanfoldFreeGuard *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_clear (&self->mutex);
  g_free (self->reason);
  g_free (self);
}

gboolean
fanfold_free_guard_is_set (FanfoldFreeGuard *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->min_free_bytes > 0;
}

/* With the lock. */
static void
hold (FanfoldFreeGuard *self, guint64 free_bytes, const char *where)
{
  g_autofree char *is_free = g_format_size_full (free_bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *needed = g_format_size_full (self->min_free_bytes, G_FORMAT_SIZE_IEC_UNITS);

  if (self->kind == FANFOLD_FREE_GUARD_MEMORY)
    self->reason = g_strdup_printf (
        _ ("Memory is short: no more jobs are started until %s are free (now %s)."),
        needed,
        is_free);
  else
    self->reason = g_strdup_printf (
        _ ("Room on %s is short: no more jobs are started until %s are free (now %s)."),
        where,
        needed,
        is_free);
  fanfold_run_log_add (self->log, self->reason);
}

gboolean
fanfold_free_guard_take (FanfoldFreeGuard *self, guint64 free_bytes, const char *where)
{
  gboolean enough;

  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (self->kind == FANFOLD_FREE_GUARD_MEMORY || where != NULL, TRUE);

  enough = free_bytes == 0 || free_bytes >= self->min_free_bytes;
  fanfold_lock (&self->mutex);
  if (enough && self->reason != NULL)
    {
      g_clear_pointer (&self->reason, g_free);
      fanfold_run_log_add (self->log,
                           self->kind == FANFOLD_FREE_GUARD_MEMORY
                               ? _ ("There is memory again: jobs are started.")
                               : _ ("There is room on the disk again: jobs are started."));
    }
  else if (!enough && self->reason == NULL)
    hold (self, free_bytes, where);
  fanfold_unlock (&self->mutex);

  return enough;
}

char *
fanfold_free_guard_dup_reason (FanfoldFreeGuard *self)
{
  char *reason;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  reason = g_strdup (self->reason);
  fanfold_unlock (&self->mutex);

  return reason;
}
