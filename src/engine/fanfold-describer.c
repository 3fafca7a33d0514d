/* fanfold-describer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-describer.h"
#include "fanfold-description.h"
#include "fanfold-error.h"

#include <signal.h>
#include <string.h>

#define MAX_ANSWER_BYTES (16 * 1024 * 1024)
#define CHUNK_BYTES (64 * 1024)
#define MAX_TRIES 3 /* while it is killed */

/* For what is still in the pipe when the worker is gone, and for a killed one to go. */
#define GRACE_MSEC 500

typedef struct
{
  GMainContext *context;
  GSubprocess *process;
  GCancellable *ending; /* of the calls underway, not the caller's */
  GString *answer;
  guint n_underway;
  gboolean answered; /* a whole line, or all there was */
  gboolean exited;
  gboolean ended; /* by this process */
  gboolean late;
} Talk;

static void read_on (Talk *talk);

static gboolean
is_too_long (Talk *talk)
{
  return talk->answer->len > MAX_ANSWER_BYTES;
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Talk *talk = user_data;
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data = NULL;
  gsize size = 0;

  talk->n_underway--;
  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);
  if (bytes != NULL)
    data = g_bytes_get_data (bytes, &size);
  if (size > 0)
    g_string_append_len (talk->answer, data, (gssize) size);

  if (size == 0 || memchr (data, '\n', size) != NULL || is_too_long (talk))
    talk->answered = TRUE;
  else
    read_on (talk);
}

static void
read_on (Talk *talk)
{
  talk->n_underway++;
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (talk->process),
                                   CHUNK_BYTES,
                                   G_PRIORITY_DEFAULT,
                                   talk->ending,
                                   read_cb,
                                   talk);
}

static void
wait_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Talk *talk = user_data;

  talk->n_underway--;
  if (g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL))
    talk->exited = TRUE;
}

static gboolean
late_cb (gpointer user_data)
{
  gboolean *late = user_data;

  *late = TRUE;
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_main_context_wakeup (user_data);
}

static GSource *
add_timeout (Talk *talk, guint msec, gboolean *late)
{
  GSource *source = g_timeout_source_new (msec);

  g_source_set_callback (source, late_cb, late, NULL);
  g_source_attach (source, talk->context);

  return source;
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Until the worker has answered and gone. */
static void
listen (Talk *talk, guint limit_msec, GCancellable *cancellable)
{
  GSource *timeout = add_timeout (talk, limit_msec, &talk->late);
  GSource *grace = NULL;
  gboolean drained = FALSE;
  gulong cancelled_id = 0;

  if (cancellable != NULL)
    cancelled_id =
        g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), talk->context, NULL);

  while (!(talk->exited && talk->answered) && !drained && !talk->late && !is_too_long (talk) &&
         !g_cancellable_is_cancelled (cancellable))
    {
      /* A child of the plugin may keep the pipe open for longer. */
      if (talk->exited && grace == NULL)
        grace = add_timeout (talk, GRACE_MSEC, &drained);
      g_main_context_iteration (talk->context, TRUE);
    }

  drop_source (&timeout);
  g_cancellable_disconnect (cancellable, cancelled_id);
  drop_source (&grace);
}

/* Ends the worker with all that the plugin started, and every call underway. */
static void
end (Talk *talk, GPid pid)
{
  gboolean late = FALSE;
  GSource *timeout;

  talk->ended = !talk->exited;
  if (talk->ended)
    g_subprocess_force_exit (talk->process);
  if (pid > 1)
    kill (-pid, SIGKILL);

  timeout = add_timeout (talk, GRACE_MSEC, &late);
  while (!talk->exited && !late)
    g_main_context_iteration (talk->context, TRUE);
  drop_source (&timeout);

  g_cancellable_cancel (talk->ending);
  while (talk->n_underway > 0)
    g_main_context_iteration (talk->context, TRUE);
}

static GVariant *refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static GVariant *
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, format, args);
  va_end (args);

  return NULL;
}

static GVariant *
blame_signal (int number, GError **error)
{
  const char *words = sigdescr_np (number);
  const char *name = sigabbrev_np (number);
  g_autofree char *lower = g_strdup (words != NULL ? words : "signal");

  lower[0] = g_ascii_tolower (lower[0]);
  if (name == NULL)
    return refuse (error, "It crashed while being described: signal %d.", number);

  return refuse (error, "It crashed while being described: %s (SIG%s).", lower, name);
}

static GVariant *
read_answer (Talk *talk, GError **error)
{
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *reason = NULL;
  const char *line_end = memchr (talk->answer->str, '\n', talk->answer->len);

  if (line_end == NULL)
    return refuse (error, "It ended while being described, without a word.");

  description =
      fanfold_description_parse (talk->answer->str, (gsize) (line_end - talk->answer->str), &local);
  if (description == NULL)
    return refuse (error, "Its description is malformed: %s.", local->message);
  if (g_variant_lookup (description, "error", "s", &reason))
    return refuse (error, "%s", reason);

  return g_steal_pointer (&description);
}

static GVariant *
judge (Talk *talk, guint limit_msec, GCancellable *cancellable, GError **error)
{
  GSubprocess *process = talk->process;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (is_too_long (talk))
    return refuse (error, "Its description is larger than %d MiB.", MAX_ANSWER_BYTES >> 20);

  if (talk->late)
    return refuse (error,
                   "It could not be described within %g s: loading it seems to hang.",
                   limit_msec / 1000.0);

  if (g_subprocess_get_if_signaled (process))
    return blame_signal (g_subprocess_get_term_sig (process), error);

  if (g_subprocess_get_exit_status (process) != 0)
    return refuse (error,
                   "It ended while being described, with status %d.",
                   g_subprocess_get_exit_status (process));

  return read_answer (talk, error);
}

static GVariant *
converse (Talk *talk, guint limit_msec, GCancellable *cancellable, GError **error)
{
  const char *identifier = g_subprocess_get_identifier (talk->process);
  GPid pid = identifier != NULL ? (GPid) g_ascii_strtoll (identifier, NULL, 10) : 0;

  talk->n_underway++;
  g_subprocess_wait_async (talk->process, talk->ending, wait_cb, talk);
  read_on (talk);
  listen (talk, limit_msec, cancellable);
  end (talk, pid);

  return judge (talk, limit_msec, cancellable, error);
}

/* By somebody else: for that the plugin is not to blame. */
static gboolean
was_killed (Talk *talk)
{
  return talk->exited && !talk->ended && g_subprocess_get_if_signaled (talk->process) &&
         g_subprocess_get_term_sig (talk->process) == SIGKILL;
}

static GVariant *
describe (const char *worker_path,
          const char *path,
          guint limit_msec,
          gboolean *killed,
          GCancellable *cancellable,
          GError **error)
{
  Talk talk = { 0 };
  GVariant *description = NULL;
  g_autoptr (GError) local = NULL;

  talk.context = g_main_context_new ();
  g_main_context_push_thread_default (talk.context);
  talk.process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &local,
                        worker_path,
                        "--describe",
                        path,
                        NULL);
  if (talk.process == NULL)
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_WORKER,
                 "It cannot be described, as the worker does not start: %s.",
                 local->message);
  else
    {
      talk.ending = g_cancellable_new ();
      talk.answer = g_string_new (NULL);
      description = converse (&talk, limit_msec, cancellable, error);
      *killed = was_killed (&talk);
      g_string_free (talk.answer, TRUE);
      g_clear_object (&talk.ending);
      g_clear_object (&talk.process);
    }
  g_main_context_pop_thread_default (talk.context);
  g_main_context_unref (talk.context);

  return description;
}

GVariant *
fanfold_describer_run (const char *worker_path,
                       const char *path,
                       guint limit_msec,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) problem = NULL;
  GVariant *description = NULL;
  gboolean killed = TRUE;

  g_return_val_if_fail (worker_path != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  for (guint i = 0;
       i < MAX_TRIES && description == NULL && killed && !g_cancellable_is_cancelled (cancellable);
       i++)
    {
      killed = FALSE;
      g_clear_error (&problem);
      description = describe (worker_path, path, limit_msec, &killed, cancellable, &problem);
    }
  if (description == NULL && problem == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, &problem);
  if (description == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));

  return description;
}
