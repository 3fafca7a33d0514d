/* fanfold-call-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-call-table.h"

#include <math.h>
#include <string.h>

#include "fanfold-json.h"
#include "fanfold-lock.h"

#define EVENTS_INTERVAL_USEC (50 * 1000)
#define MAX_GRACE_SECONDS 60
#define MAX_EXIT_STATUS 255

static void mistake (FanfoldCallTable *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
mistake (FanfoldCallTable *self, const char *format, ...)
{
  const char *id = fanfold_function_get_id (self->function);
  g_autofree char *plugin = g_strndup (id, strcspn (id, "."));
  g_autofree char *raw = NULL;
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  raw = g_strdup_vprintf (format, args);
  va_end (args);
  what = g_utf8_make_valid (raw, -1);

  fanfold_lock (&self->mutex);
  if (self->mistake == NULL)
    self->mistake = g_strdup_printf ("a mistake in the plugin “%s”: %s %s", plugin, id, what);
  fanfold_unlock (&self->mutex);
  g_atomic_int_set (&self->has_mistake, TRUE);
}

static gboolean
is_textual (FanfoldType type)
{
  return type != FANFOLD_BOOL && type != FANFOLD_INT && type != FANFOLD_REAL;
}

/* Bytes of no encoding. */
static gboolean
is_bytes (FanfoldType type)
{
  return type == FANFOLD_FILE || type == FANFOLD_FOLDER || type == FANFOLD_COMMAND;
}

/* A function has a handful of parameters, and most calls pass the very string that declared it. */
static const FanfoldParamDesc *
find_param (FanfoldCallTable *self, const char *id)
{
  const FanfoldParamDesc *param;

  for (param = self->desc->params; param != NULL && param->id != NULL; param++)
    if (param->id == id || (id != NULL && strcmp (param->id, id) == 0))
      return param;

  mistake (
      self, "asks for the parameter “%s”, which it does not declare", id != NULL ? id : "NULL");
  return NULL;
}

static const FanfoldCallColumn *
find_column (FanfoldCallTable *self, const char *id, FanfoldType type, const char *word)
{
  const FanfoldParamDesc *param = find_param (self, id);

  if (param == NULL)
    return NULL;
  if (param->type != type)
    {
      mistake (self, "asks for the parameter “%s” as %s, which it is not", id, word);
      return NULL;
    }

  return &self->columns[param - self->desc->params];
}

static bool
call_get_bool (FanfoldCall *call, const char *id)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  const FanfoldCallColumn *column = find_column (self, id, FANFOLD_BOOL, "a bool");

  return column != NULL && ((const guint8 *) column->values)[self->place] != 0;
}

static int64_t
call_get_int (FanfoldCall *call, const char *id)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  const FanfoldCallColumn *column = find_column (self, id, FANFOLD_INT, "an int");

  return column != NULL ? ((const gint64 *) column->values)[self->place] : 0;
}

static double
call_get_real (FanfoldCall *call, const char *id)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  const FanfoldCallColumn *column = find_column (self, id, FANFOLD_REAL, "a real");

  return column != NULL ? ((const double *) column->values)[self->place] : 0;
}

static const char *
call_get_text (FanfoldCall *call, const char *id)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  const FanfoldParamDesc *param = find_param (self, id);
  const char *text = "";

  if (param == NULL)
    return "";
  if (!is_textual (param->type))
    {
      mistake (self, "asks for the parameter “%s” as a text, which it is not", id);
      return "";
    }

  /* The array is serialized, so the text stands in it and stays. */
  g_variant_get_child (self->columns[param - self->desc->params].array,
                       self->place,
                       is_bytes (param->type) ? "^&ay" : "&s",
                       &text);
  return text;
}

/* Tells of the progress, not more often than anybody could look. */
static void
tell_progress (FanfoldCallTable *self)
{
  const FanfoldJobEvents *events = self->bundle->events;
  gint64 now = g_get_monotonic_time ();
  gint64 told = __atomic_load_n (&self->told_usec, __ATOMIC_RELAXED);
  char message[256];
  double fraction;

  if (now - told < EVENTS_INTERVAL_USEC ||
      !__atomic_compare_exchange_n (
          &self->told_usec, &told, now, FALSE, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    return;

  fanfold_call_board_read (self->bundle->board, &fraction, message);
  events->progress (
      self->call.index, fraction, *message != '\0' ? message : NULL, events->user_data);
}

static bool
is_cancelled (FanfoldCallTable *self)
{
  return __atomic_load_n (self->bundle->cancelled, __ATOMIC_RELAXED) == FANFOLD_CALL_CANCEL;
}

static bool
call_progress (FanfoldCall *call, double fraction, const char *message)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;

  fanfold_call_board_set_fraction (self->bundle->board, fraction);
  if (message != NULL)
    fanfold_call_board_write (self->bundle->board, message);
  if (self->bundle->events->progress != NULL)
    tell_progress (self);

  return !is_cancelled (self);
}

static void
tell_log (FanfoldCallTable *self, FanfoldLogKind kind, const char *text)
{
  const FanfoldJobEvents *events = self->bundle->events;
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  if (events->log != NULL)
    events->log (self->call.index, kind, line, strlen (line), events->user_data);
}

static void
call_log (FanfoldCall *call, FanfoldLogLevel level, const char *text)
{
  if (text != NULL)
    tell_log ((FanfoldCallTable *) call,
              FANFOLD_LOG_DEBUG + (FanfoldLogKind) MIN (level, FANFOLD_LEVEL_ERROR),
              text);
}

static bool
call_cancelled (FanfoldCall *call)
{
  return is_cancelled ((FanfoldCallTable *) call);
}

static const FanfoldOutputDesc *
find_output (FanfoldCallTable *self, const char *id)
{
  const FanfoldOutputDesc *output;

  for (output = self->desc->outputs; output != NULL && output->id != NULL; output++)
    if (output->id == id || (id != NULL && strcmp (output->id, id) == 0))
      return output;

  mistake (self, "puts the output “%s”, which it does not declare", id != NULL ? id : "NULL");
  return NULL;
}

static int
find_output_of (FanfoldCallTable *self, const char *id, FanfoldType type, const char *word)
{
  const FanfoldOutputDesc *output = find_output (self, id);

  if (output == NULL)
    return -1;
  if (output->type != type)
    {
      mistake (self, "puts the output “%s” as %s, which it is not", id, word);
      return -1;
    }

  return (int) (output - self->desc->outputs);
}

static void
call_put_bool (FanfoldCall *call, const char *id, bool value)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  int output = find_output_of (self, id, FANFOLD_BOOL, "a bool");

  if (output >= 0)
    fanfold_block_buffer_put_bool (self->bundle->buffer, output, value);
}

static void
call_put_int (FanfoldCall *call, const char *id, int64_t value)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  int output = find_output_of (self, id, FANFOLD_INT, "an int");

  if (output >= 0)
    fanfold_block_buffer_put_int (self->bundle->buffer, output, value);
}

static void
call_put_real (FanfoldCall *call, const char *id, double value)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  int output = find_output_of (self, id, FANFOLD_REAL, "a real");

  if (output < 0)
    return;

  fanfold_block_buffer_put_real (self->bundle->buffer, output, value);
  if (G_UNLIKELY (!isfinite (value)))
    {
      const char *word = isnan (value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";
      g_autofree char *text = g_strdup_printf (
          "The output “%s” is %s; JSON knows no such number and has null.", id, word);

      tell_log (self, FANFOLD_LOG_NOTE, text);
    }
}

/* Compact, so that it is one line wherever it goes. (transfer full) (nullable) */
static char *
dup_json (FanfoldCallTable *self, const char *id, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fanfold_json_parse_output (value, -1, &error);
  g_autoptr (GString) json = NULL;

  if (node == NULL)
    {
      mistake (self, "puts a text that is not JSON as the output “%s”: %s", id, error->message);
      return NULL;
    }

  json = g_string_new (NULL);
  fanfold_json_append_node (json, node);

  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
call_put_text (FanfoldCall *call, const char *id, const char *value)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  const FanfoldOutputDesc *output = find_output (self, id);
  g_autofree char *json = NULL;
  gsize length;

  if (output == NULL)
    return;
  if (!is_textual (output->type))
    {
      mistake (self, "puts the output “%s” as a text, which it is not", id);
      return;
    }
  if (value == NULL)
    {
      mistake (self, "puts NULL as the output “%s”", id);
      return;
    }
  if (output->type == FANFOLD_JSON)
    {
      value = json = dup_json (self, id, value);
      if (json == NULL)
        return;
    }

  length = strlen (value);
  if (!is_bytes (output->type) && !g_utf8_validate (value, (gssize) length, NULL))
    mistake (self, "puts a text that is not UTF-8 as the output “%s”", id);
  else if (!fanfold_block_buffer_put_text (
               self->bundle->buffer, (guint) (output - self->desc->outputs), value, length))
    mistake (self,
             "puts %" G_GSIZE_FORMAT " bytes as the output “%s”, more than a result may have",
             length,
             id);
}

static FanfoldStatus
call_result (FanfoldCall *call, const char *json)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (self->desc->outputs != NULL && self->desc->outputs->id != NULL)
    mistake (self, "gives a result as JSON although it declares outputs");
  else if (json == NULL)
    mistake (self, "gives NULL as its result");
  else if ((node = fanfold_json_parse (json, -1, &error)) == NULL)
    mistake (self, "gives a result that is not JSON: %s", error->message);
  else if (!fanfold_block_buffer_put_json (self->bundle->buffer, json, strlen (json)))
    mistake (
        self, "gives a result of %" G_GSIZE_FORMAT " bytes, more than one may have", strlen (json));
  else
    return FANFOLD_OK;

  return FANFOLD_FAILED;
}

static FanfoldStatus
call_fail (FanfoldCall *call, const char *message)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;

  g_free (self->message);
  self->message = message != NULL ? g_utf8_make_valid (message, -1) : NULL;

  return FANFOLD_FAILED;
}

static void
call_grace (FanfoldCall *call, double seconds)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;
  double usec = CLAMP (seconds, 0, MAX_GRACE_SECONDS) * G_USEC_PER_SEC;

  /* Not a number is no time either. */
  __atomic_store_n (
      &self->bundle->board->grace_usec, usec > 0 ? (gint64) usec : 0, __ATOMIC_RELAXED);
}

static void
call_ended (FanfoldCall *call, int32_t status)
{
  FanfoldCallTable *self = (FanfoldCallTable *) call;

  if (status < -FANFOLD_JOB_END_MAX_SIGNAL || status > MAX_EXIT_STATUS)
    mistake (self, "says that a program ended with %d, as none does", status);
  else
    fanfold_block_buffer_put_end (self->bundle->buffer, status);
}

static gsize
get_value_bytes (FanfoldType type)
{
  switch (type)
    {
    case FANFOLD_BOOL:
      return sizeof (guint8);
    case FANFOLD_INT:
      return sizeof (gint64);
    case FANFOLD_REAL:
      return sizeof (double);
    default:
      return 0;
    }
}

static void
open_columns (FanfoldCallTable *self)
{
  gsize n_columns = g_variant_n_children (self->bundle->columns);
  gsize i;

  self->columns = g_new0 (FanfoldCallColumn, n_columns);
  for (i = 0; i < n_columns; i++)
    {
      FanfoldCallColumn *column = &self->columns[i];
      gsize value_bytes = get_value_bytes (self->desc->params[i].type);
      g_autoptr (GVariant) boxed = g_variant_get_child_value (self->bundle->columns, i);
      gsize n_values;

      column->array = g_variant_get_variant (boxed);
      g_variant_get_data (column->array);
      if (value_bytes > 0)
        column->values = g_variant_get_fixed_array (column->array, &n_values, value_bytes);
    }
}

void
fanfold_call_table_init (FanfoldCallTable *self,
                         FanfoldFunction *function,
                         const FanfoldFunctionDesc *desc,
                         const FanfoldCallBundle *bundle)
{
  *self = (FanfoldCallTable){
    .call = { .host = self,
              .slot = bundle->slot,
              .attempt = bundle->attempt,
              .get_bool = call_get_bool,
              .get_int = call_get_int,
              .get_real = call_get_real,
              .get_text = call_get_text,
              .progress = call_progress,
              .log = call_log,
              .cancelled = call_cancelled,
              .put_bool = call_put_bool,
              .put_int = call_put_int,
              .put_real = call_put_real,
              .put_text = call_put_text,
              .result = call_result,
              .fail = call_fail,
              .grace = call_grace,
              .ended = call_ended },
    .function = function,
    .desc = desc,
    .bundle = bundle,
  };
  g_mutex_init (&self->mutex);
  open_columns (self);
}

void
fanfold_call_table_clear (FanfoldCallTable *self)
{
  gsize n_columns = g_variant_n_children (self->bundle->columns);
  gsize i;

  fanfold_call_table_forget (self);
  for (i = 0; i < n_columns; i++)
    g_variant_unref (self->columns[i].array);
  g_free (self->columns);
  g_mutex_clear (&self->mutex);
}

void
fanfold_call_table_begin (FanfoldCallTable *self, guint place)
{
  self->place = place;
  self->call.index = self->bundle->first + place;
  fanfold_call_board_clear (self->bundle->board);
}

void
fanfold_call_table_forget (FanfoldCallTable *self)
{
  g_clear_pointer (&self->mistake, g_free);
  g_clear_pointer (&self->message, g_free);
  g_atomic_int_set (&self->has_mistake, FALSE);
}
