/* replay-remaining.c: feeds recorded events to the remaining time, and prints what it answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON Lines in, by their times "t" in seconds:
 *
 *   {"t":0,"event":"begin","total":3,"n_jobs":2,"jobs":[{"size":1e6,"kind":"a","prior":2.5,
 *    "cached":false},{},{}]}                    "jobs" and each of its members may be missing
 *   {"t":0,"event":"begin","total":3,"n_jobs":2,"delay":0.5}
 *                                   "delay": seconds from one start to the next at least; none: 0
 *   {"t":0,"event":"begin","total":3,"n_jobs":2,"retries":2}
 *                                   "retries": of a job that fails, at most; none: as is seen
 *   {"t":0,"event":"start","job":0}
 *   {"t":1,"event":"progress","job":0,"fraction":0.4}
 *   {"t":2,"event":"end","job":0,"seconds":2,"cached":false,"failed":false,"retried":false}
 *   {"t":2,"event":"end","job":0,"seconds":2,"failed":true,"retried":true,"delay":0.5}
 *                                   "delay": of those, seconds until it may begin again; none: 0
 *   {"t":3,"event":"n_jobs","n_jobs":4}         {"t":3,"event":"total","total":9,"open":true}
 *   {"t":3,"event":"delay","delay":2}           as that of "begin", from now on
 *   {"t":3,"event":"pause"}                     {"t":4,"event":"resume"}
 *   {"t":3,"event":"drop","job":2}              cancelled, or never to be run
 *   {"t":4,"event":"ask"}                       answered by one line; null is not known:
 *   {"t":4.0,"remaining":1.2,"low":0.9,"high":2.0}
 *
 * Exit status 2 with the line number where a line is none of these.
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-json.h"
#include "fanfold-remaining.h"

#include <math.h>
#include <stdio.h>

#define MAX_TIME 1e9
#define MAX_JOBS (G_GUINT64_CONSTANT (1) << 53)

typedef struct
{
  FanfoldRemaining *remaining;
  GHashTable *kinds; /* name to number */
  gint64 now_usec;
  guint64 n_jobs;
} Replay;

typedef struct
{
  const char *name;
  gboolean (*act) (Replay *self, JsonObject *event, GError **error);
} Event;

static gboolean
fail (GError **error, const char *member, const char *what)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "“%s” must be %s.", member, what);

  return FALSE;
}

static gboolean
read_number (JsonObject *object, const char *name, double most, double *number, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : 0;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return fail (error, name, "a number");

  *number = json_node_get_double (node);
  if (!(*number >= 0 && *number <= most))
    return fail (error, name, "0 or more, and not that large");

  return TRUE;
}

/* Leaves @number as it is where there is no such member. */
static gboolean
read_optional (JsonObject *object, const char *name, double *number, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ||
         read_number (object, name, G_MAXDOUBLE, number, error);
}

static gboolean
read_whole (JsonObject *object, const char *name, guint64 most, guint64 *number, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  double value;

  if (!read_number (object, name, (double) most, &value, error))
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 && value != floor (value))
    return fail (error, name, "a whole number");

  *number = (guint64) value;
  return TRUE;
}

/* -1 where there is no such member. */
static gboolean
read_flag (JsonObject *object, const char *name, gint *flag, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *flag = -1;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fail (error, name, "true or false");

  *flag = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_job (Replay *self, JsonObject *event, guint64 *job, GError **error)
{
  if (!read_whole (event, "job", MAX_JOBS, job, error))
    return FALSE;

  return *job < self->n_jobs || fail (error, "job", "below the total");
}

static gboolean
read_kind (Replay *self, JsonObject *job, guint *kind, GError **error)
{
  JsonNode *node = json_object_get_member (job, "kind");
  gpointer number;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return fail (error, "kind", "a text");

  number = g_hash_table_lookup (self->kinds, json_node_get_string (node));
  if (number == NULL)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (self->kinds) + 1);
      g_hash_table_insert (self->kinds, json_node_dup_string (node), number);
    }
  *kind = GPOINTER_TO_UINT (number);

  return TRUE;
}

static gboolean
know_job (Replay *self, guint64 index, JsonNode *node, GError **error)
{
  FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;
  JsonObject *job;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "jobs", "a list of objects");

  job = json_node_get_object (node);
  if (!read_optional (job, "size", &hint.size, error) ||
      !read_optional (job, "prior", &hint.prior, error) ||
      !read_flag (job, "cached", &hint.cached, error) || !read_kind (self, job, &hint.kind, error))
    return FALSE;

  fanfold_remaining_know (self->remaining, index, &hint);
  return TRUE;
}

static gboolean
begin (Replay *self, JsonObject *event, GError **error)
{
  JsonNode *jobs = json_object_get_member (event, "jobs");
  double delay = 0;
  guint64 n_slots;
  guint64 n_retries = 0;

  if (!read_whole (event, "total", MAX_JOBS, &self->n_jobs, error) ||
      !read_whole (event, "n_jobs", G_MAXUINT16, &n_slots, error) ||
      !read_optional (event, "delay", &delay, error) ||
      (json_object_has_member (event, "retries") &&
       !read_whole (event, "retries", G_MAXUINT16, &n_retries, error)))
    return FALSE;
  if (self->remaining != NULL)
    return fail (error, "event", "“begin” once");

  self->remaining = fanfold_remaining_new (self->n_jobs, (guint) n_slots, self->now_usec);
  fanfold_remaining_set_start_delay (self->remaining, delay, self->now_usec);
  fanfold_remaining_set_retries (self->remaining, (guint) n_retries);
  if (jobs == NULL || JSON_NODE_HOLDS_NULL (jobs))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (jobs))
    return fail (error, "jobs", "a list");
  if (json_array_get_length (json_node_get_array (jobs)) > self->n_jobs)
    return fail (error, "jobs", "no more than the total");

  for (guint i = 0; i < json_array_get_length (json_node_get_array (jobs)); i++)
    if (!know_job (self, i, json_array_get_element (json_node_get_array (jobs), i), error))
      return FALSE;

  return TRUE;
}

static gboolean
start (Replay *self, JsonObject *event, GError **error)
{
  guint64 job;

  if (!read_job (self, event, &job, error))
    return FALSE;

  fanfold_remaining_start (self->remaining, job, self->now_usec);
  return TRUE;
}

static gboolean
progress (Replay *self, JsonObject *event, GError **error)
{
  guint64 job;
  double fraction;

  if (!read_job (self, event, &job, error) || !read_number (event, "fraction", 1, &fraction, error))
    return FALSE;

  fanfold_remaining_report (self->remaining, job, fraction, self->now_usec);
  return TRUE;
}

static gboolean
end (Replay *self, JsonObject *event, GError **error)
{
  FanfoldJobState state = FANFOLD_JOB_DONE;
  gint cached, failed, retried;
  double seconds = -1;
  double delay = 0;
  guint64 job;

  if (!read_job (self, event, &job, error) || !read_optional (event, "seconds", &seconds, error) ||
      !read_flag (event, "cached", &cached, error) ||
      !read_flag (event, "failed", &failed, error) ||
      !read_flag (event, "retried", &retried, error) ||
      !read_optional (event, "delay", &delay, error))
    return FALSE;
  if (delay > 0 && retried <= 0)
    return fail (error, "delay", "of one that is “retried”");

  if (cached > 0)
    state = FANFOLD_JOB_CACHED;
  else if (failed > 0)
    state = FANFOLD_JOB_FAILED;
  if (retried > 0)
    fanfold_remaining_retry (self->remaining, job, seconds, delay, self->now_usec);
  else
    fanfold_remaining_end (self->remaining, job, state, seconds, self->now_usec);

  return TRUE;
}

static gboolean
drop (Replay *self, JsonObject *event, GError **error)
{
  guint64 job;

  if (!read_job (self, event, &job, error))
    return FALSE;

  fanfold_remaining_drop (self->remaining, job, self->now_usec);
  return TRUE;
}

static gboolean
set_total (Replay *self, JsonObject *event, GError **error)
{
  gint open;

  if (!read_whole (event, "total", MAX_JOBS, &self->n_jobs, error) ||
      !read_flag (event, "open", &open, error))
    return FALSE;

  fanfold_remaining_set_n_jobs (self->remaining, self->n_jobs, open > 0, self->now_usec);
  return TRUE;
}

static gboolean
set_n_slots (Replay *self, JsonObject *event, GError **error)
{
  guint64 n_slots;

  if (!read_whole (event, "n_jobs", G_MAXUINT16, &n_slots, error))
    return FALSE;

  fanfold_remaining_set_n_slots (self->remaining, (guint) n_slots, self->now_usec);
  return TRUE;
}

static gboolean
set_delay (Replay *self, JsonObject *event, GError **error)
{
  double delay;

  if (!read_number (event, "delay", G_MAXDOUBLE, &delay, error))
    return FALSE;

  fanfold_remaining_set_start_delay (self->remaining, delay, self->now_usec);
  return TRUE;
}

static gboolean
pause_run (Replay *self, JsonObject *event, GError **error)
{
  fanfold_remaining_pause (self->remaining, self->now_usec);
  return TRUE;
}

static gboolean
resume_run (Replay *self, JsonObject *event, GError **error)
{
  fanfold_remaining_resume (self->remaining, self->now_usec);
  return TRUE;
}

static void
append (GString *line, const char *name, double seconds)
{
  g_string_append_printf (line, "\"%s\":", name);
  fanfold_json_append_real (line, seconds >= 0 ? seconds : NAN);
}

static gboolean
ask (Replay *self, JsonObject *event, GError **error)
{
  g_autoptr (GString) line = g_string_new ("{");
  FanfoldRemainingAnswer answer;

  fanfold_remaining_ask (self->remaining, self->now_usec, &answer);
  append (line, "t", json_object_get_double_member (event, "t"));
  append (g_string_append_c (line, ','), "remaining", answer.median);
  append (g_string_append_c (line, ','), "low", answer.low);
  append (g_string_append_c (line, ','), "high", answer.high);
  puts (g_string_append_c (line, '}')->str);
  fflush (stdout);

  return TRUE;
}

static const Event events[] = {
  { "begin", begin }, { "start", start },       { "progress", progress },  { "end", end },
  { "drop", drop },   { "total", set_total },   { "n_jobs", set_n_slots }, { "pause", pause_run },
  { "ask", ask },     { "resume", resume_run }, { "delay", set_delay }
};

static gboolean
take_event (Replay *self, JsonObject *event, GError **error)
{
  const char *name = NULL;
  double t;

  if (!read_number (event, "t", MAX_TIME, &t, error))
    return FALSE;
  if (!json_object_has_member (event, "event") ||
      json_node_get_value_type (json_object_get_member (event, "event")) != G_TYPE_STRING)
    return fail (error, "event", "a text");
  if ((gint64) (t * G_USEC_PER_SEC) < self->now_usec)
    return fail (error, "t", "no less than before");

  self->now_usec = (gint64) (t * G_USEC_PER_SEC);
  name = json_object_get_string_member (event, "event");
  if (self->remaining == NULL && strcmp (name, "begin") != 0)
    return fail (error, "event", "“begin” at first");
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (strcmp (name, events[i].name) == 0)
      return events[i].act (self, event, error);

  return fail (error, "event", "one that there is");
}

static gboolean
take_line (Replay *self, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = fanfold_json_parse (line, (gssize) length, error);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "event", "in an object");

  return take_event (self, json_node_get_object (node), error);
}

int
main (void)
{
  g_autoptr (GIOChannel) lines = g_io_channel_unix_new (0);
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  Replay replay = { .kinds = kinds };
  guint64 n_lines = 0;
  GIOStatus status = G_IO_STATUS_NORMAL;

  g_io_channel_set_encoding (lines, NULL, NULL);
  while (error == NULL)
    {
      g_autofree char *line = NULL;
      gsize length;

      status = g_io_channel_read_line (lines, &line, &length, NULL, &error);
      n_lines++;
      if (status != G_IO_STATUS_NORMAL || !take_line (&replay, line, length, &error))
        break;
    }
  g_clear_pointer (&replay.remaining, fanfold_remaining_free);
  if (error == NULL)
    return 0;

  fprintf (stderr, "line %" G_GUINT64_FORMAT ": %s\n", n_lines, error->message);
  return 2;
}
