/* fanfold-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-settings.h"

#include "fanfold-error.h"
#include "fanfold-pre-dispatch.h"

#include <glib/gi18n-lib.h>

static const char *const backends[] = { "processes", "threads" };
static const char *const orders[] = {
  "given", "shuffled", "largest-first", "smallest-first", "longest-first"
};
static const char *const io_priorities[] = { "normal", "low", "idle" };
static const char *const reactions[] = { "continue", "drain", "stop" };

/* @unknown: the message, with "%s" for the text. */
static gboolean
find_word (const char *const *words,
           gsize n,
           const char *text,
           const char *unknown,
           guint *found,
           GError **error)
{
  g_autofree char *shown = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *message = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (!g_str_equal (words[i], text))
        continue;

      *found = i;
      return TRUE;
    }

  shown = g_utf8_make_valid (text, -1);
  parts = g_strsplit (unknown, "%s", 2);
  message = g_strjoinv (shown, parts);
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, message);
  return FALSE;
}

guint64
fanfold_settings_get_failure_limit (const FanfoldSettings *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->max_failures > 0)
    return self->max_failures;

  return self->on_failure == FANFOLD_ON_FAILURE_CONTINUE ? 0 : 1;
}

guint
fanfold_settings_get_weight (const FanfoldSettings *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return self->weight_name[0] == '\0' ? MAX (self->weight, 1) : 1;
}

const char *
fanfold_backend_to_string (FanfoldBackend backend)
{
  g_return_val_if_fail (backend < G_N_ELEMENTS (backends), NULL);

  return backends[backend];
}

gboolean
fanfold_backend_from_string (const char *text, FanfoldBackend *backend, GError **error)
{
  guint found;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (backend != NULL, FALSE);

  if (!find_word (backends,
                  G_N_ELEMENTS (backends),
                  text,
                  _ ("There is no backend “%s”: give processes or threads"),
                  &found,
                  error))
    return FALSE;

  *backend = (FanfoldBackend) found;
  return TRUE;
}

const char *
fanfold_on_failure_to_string (FanfoldOnFailure on_failure)
{
  g_return_val_if_fail (on_failure < G_N_ELEMENTS (reactions), NULL);

  return reactions[on_failure];
}

gboolean
fanfold_on_failure_from_string (const char *text, FanfoldOnFailure *on_failure, GError **error)
{
  guint found;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (on_failure != NULL, FALSE);

  if (!find_word (reactions,
                  G_N_ELEMENTS (reactions),
                  text,
                  _ ("on_failure “%s” is not known: give continue, drain (start no more) or stop "
                     "(end those that run, too)"),
                  &found,
                  error))
    return FALSE;

  *on_failure = (FanfoldOnFailure) found;
  return TRUE;
}

const char *
fanfold_io_priority_to_string (FanfoldIoPriority priority)
{
  g_return_val_if_fail (priority < G_N_ELEMENTS (io_priorities), NULL);

  return io_priorities[priority];
}

gboolean
fanfold_io_priority_from_string (const char *text, FanfoldIoPriority *priority, GError **error)
{
  guint found;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (priority != NULL, FALSE);

  if (!find_word (io_priorities,
                  G_N_ELEMENTS (io_priorities),
                  text,
                  _ ("io_priority “%s” is not known: give normal, low or idle"),
                  &found,
                  error))
    return FALSE;

  *priority = (FanfoldIoPriority) found;
  return TRUE;
}

const char *
fanfold_order_to_string (FanfoldOrder order)
{
  g_return_val_if_fail (order < G_N_ELEMENTS (orders), NULL);

  return orders[order];
}

gboolean
fanfold_order_from_string (const char *text, FanfoldOrder *order, GError **error)
{
  guint found;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (order != NULL, FALSE);

  if (!find_word (orders,
                  G_N_ELEMENTS (orders),
                  text,
                  _ ("order “%s” is not known: give given, shuffled, largest-first, smallest-first "
                     "or longest-first"),
                  &found,
                  error))
    return FALSE;

  *order = (FanfoldOrder) found;
  return TRUE;
}

/* Each value on its own: whether its text is taken. */
static gboolean
check_values (const FanfoldSettings *self, GError **error)
{
  const char *const *names = fanfold_settings_get_names ();
  FanfoldSettings scratch = FANFOLD_SETTINGS_INIT;

  for (; *names != NULL; names++)
    {
      g_autofree char *text = fanfold_settings_dup_text (self, *names);

      if (text != NULL && !fanfold_settings_set_text (&scratch, *names, text, error))
        return FALSE;
    }

  return TRUE;
}

/* Settings that do not go together; NULL: they all do. */
static const char *
find_conflict (const FanfoldSettings *self)
{
  gboolean threads = self->backend == FANFOLD_BACKEND_THREADS;

  if (self->cache && self->no_cache)
    return _ ("cache and no_cache contradict each other: leave one out");
  if (self->timeout > 0 && self->timeout_percent > 0)
    return _ ("A timeout is in seconds or in percent, not both: leave one out");
  if (self->memory_limit_bytes > 0 && threads)
    return _ (
        "There is no memory_limit in threads, where all jobs share the program's memory: leave "
        "it out or use the backend processes");
  if (self->io_priority != FANFOLD_IO_PRIORITY_NORMAL && threads)
    return _ (
        "There is no io_priority in threads, which belong to the program: leave it out or use "
        "the backend processes");
  if (self->pin && threads)
    return _ ("There is no pin in threads, which belong to the program: leave it out or use the "
              "backend processes");
  if (self->pin && self->weight_name[0] != '\0')
    return _ (
        "With pin each slot has as many cores as the others, and the weight is not the same for "
        "each job: leave one out, or give the weight as a number");

  return NULL;
}

gboolean
fanfold_settings_check (const FanfoldSettings *self, guint n_slots, GError **error)
{
  const char *wrong;
  guint64 n;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!check_values (self, error))
    return FALSE;

  wrong = find_conflict (self);
  if (wrong != NULL)
    {
      g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, wrong);
      return FALSE;
    }

  return self->pre_dispatch[0] == '\0' ||
         fanfold_pre_dispatch_parse (self->pre_dispatch, n_slots, &n, error);
}
