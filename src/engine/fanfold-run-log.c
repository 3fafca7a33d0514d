/* fanfold-run-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-log.h"

#include "fanfold-lock.h"

struct _FanfoldRunLog
{
  GMutex mutex;
  GString *text;
  gboolean full;
};

static void
run_log_clear (gpointer data)
{
  FanfoldRunLog *self = data;

  g_mutex_clear (&self->mutex);
  g_string_free (self->text, TRUE);
}

FanfoldRunLog *
fanfold_run_log_new (void)
{
  FanfoldRunLog *self = g_atomic_rc_box_new0 (FanfoldRunLog);

  g_mutex_init (&self->mutex);
  self->text = g_string_new (NULL);

  return self;
}

void
fanfold_run_log_unref (FanfoldRunLog *self)
{
  g_atomic_rc_box_release_full (self, run_log_clear);
}

void
fanfold_run_log_add (FanfoldRunLog *self, const char *line)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (line != NULL);

  fanfold_lock (&self->mutex);
  if (self->text->len + strlen (line) < FANFOLD_RUN_LOG_MAX_BYTES)
    g_string_append_printf (self->text, "%s\n", line);
  else if (!self->full)
    {
      self->full = TRUE;
      g_string_append (self->text, "The log of this run is full; further lines are left out.\n");
    }
  fanfold_unlock (&self->mutex);
}

char *
fanfold_run_log_dup_behind (FanfoldRunLog *self, gsize offset)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  text = g_strdup (self->text->str + MIN (offset, self->text->len));
  fanfold_unlock (&self->mutex);

  return text;
}
