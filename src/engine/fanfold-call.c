/* fanfold-call.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-call.h"

#include <time.h>

#include "fanfold-call-table.h"
#include "fanfold-error.h"
#include "fanfold-plugin-file.h"

#define EVENTS_INTERVAL_NSEC (50 * 1000 * 1000)

struct _FanfoldCaller
{
  FanfoldFunction *function;
  const FanfoldFunctionDesc *desc;
  FanfoldBlockBuffer *spare; /* atomic: whoever runs takes it meanwhile */
  guint64 under_way;         /* atomic: the job; FANFOLD_CALLER_IDLE: none */
};

FanfoldCaller *
fanfold_caller_new (FanfoldFunction *function, GError **error)
{
  const char *path;
  FanfoldPluginFile *file;
  const FanfoldFunctionDesc *desc;
  FanfoldCaller *self;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  path = fanfold_function_get_plugin_path (function);
  file = fanfold_plugin_file_open (path, error);
  if (file == NULL)
    return NULL;

  desc = fanfold_plugin_file_get_function (file, fanfold_function_get_name (function));
  if (desc == NULL || !g_str_equal (fanfold_plugin_file_get_build (file),
                                    fanfold_function_get_plugin_build (function)))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_PLUGIN,
                   "The plugin “%s” was replaced by another build since “%s” was looked up: "
                   "launch again to use the new one.",
                   path,
                   fanfold_function_get_id (function));
      return NULL;
    }

  self = g_new0 (FanfoldCaller, 1);
  self->function = function;
  self->desc = desc;
  self->under_way = FANFOLD_CALLER_IDLE;

  return self;
}

void
fanfold_caller_free (FanfoldCaller *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->spare, fanfold_block_buffer_free);
  g_free (self);
}

gboolean
fanfold_caller_check_columns (FanfoldFunction *function,
                              GVariant *columns,
                              guint *n_jobs,
                              GError **error)
{
  GPtrArray *params;
  gboolean fits;
  gsize length = 1;
  guint i;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);

  params = fanfold_function_get_params (function);
  fits = g_variant_is_of_type (columns, G_VARIANT_TYPE ("av")) &&
         g_variant_n_children (columns) == params->len;
  for (i = 0; fits && i < params->len; i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (columns, i);
      g_autoptr (GVariant) array = g_variant_get_variant (boxed);
      const GVariantType *type = g_variant_get_type (array);

      fits = g_variant_type_is_array (type) &&
             g_variant_type_equal (g_variant_type_element (type),
                                   fanfold_param_get_variant_type (g_ptr_array_index (params, i)));
      if (!fits)
        break;

      if (i == 0)
        length = g_variant_n_children (array);
      fits = g_variant_n_children (array) == length;
    }

  if (!fits || length < 1 || length > G_MAXINT)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The arguments of the jobs do not fit the parameters of “%s”.",
                   fanfold_function_get_id (function));
      return FALSE;
    }

  *n_jobs = (guint) length;
  return TRUE;
}

/* On a clock that stands still while the process is stopped. */
static gint64
now_nsec (const FanfoldCallBundle *bundle)
{
  struct timespec now;
  gint64 frozen = 0;

  clock_gettime (CLOCK_MONOTONIC, &now);
  if (bundle->frozen_nsec != NULL)
    frozen = __atomic_load_n (bundle->frozen_nsec, __ATOMIC_RELAXED);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec - frozen;
}

static gboolean
is_cancelled (const FanfoldCallBundle *bundle)
{
  return g_atomic_int_get (bundle->cancelled) == FANFOLD_CALL_CANCEL;
}

static char *
explain (FanfoldCallTable *table, FanfoldStatus status, FanfoldJobState state)
{
  char *message;

  if (table->mistake != NULL)
    return g_steal_pointer (&table->mistake);

  if (state == FANFOLD_JOB_CANCELLED)
    return NULL;
  message = g_steal_pointer (&table->message);
  if (status == FANFOLD_FAILED)
    return message != NULL ? message : g_strdup ("failed without a reason");
  g_free (message);
  if (status == FANFOLD_CANCELLED)
    return g_strdup ("stopped though nobody asked it to");

  return g_strdup_printf ("returned the unknown status %d", status);
}

static void
finish_job (FanfoldCallTable *table, FanfoldStatus status, double seconds)
{
  const FanfoldCallBundle *bundle = table->bundle;
  FanfoldJobState state = FANFOLD_JOB_FAILED;
  g_autofree char *message = NULL;

  if (G_LIKELY (status == FANFOLD_OK && !g_atomic_int_get (&table->has_mistake)))
    {
      if (G_UNLIKELY (table->message != NULL))
        g_clear_pointer (&table->message, g_free);
      fanfold_block_buffer_finish (bundle->buffer, FANFOLD_JOB_DONE, seconds, NULL);
      return;
    }

  if (status == FANFOLD_CANCELLED && is_cancelled (bundle))
    state = FANFOLD_JOB_CANCELLED;
  message = explain (table, status, state);
  fanfold_block_buffer_finish (bundle->buffer, state, seconds, message);
  fanfold_call_table_forget (table);
}

static gboolean
may_begin (const FanfoldCallBundle *bundle, guint place, gint64 spent_nsec)
{
  return place == 0 || (g_atomic_int_get (bundle->cancelled) == FANFOLD_CALL_GO_ON &&
                        (bundle->budget_usec <= 0 || spent_nsec < bundle->budget_usec * 1000) &&
                        fanfold_block_buffer_has_room (bundle->buffer));
}

static void
measure (const FanfoldCallBundle *bundle)
{
  double cpu_seconds;
  guint64 peak_bytes;

  if (bundle->returned != NULL)
    bundle->returned (bundle->events->user_data);
  fanfold_usage_take (bundle->usage, &cpu_seconds, &peak_bytes);
  fanfold_block_buffer_use (bundle->buffer, cpu_seconds, peak_bytes);
  fanfold_block_buffer_raise_peak (bundle->buffer, bundle->usage->peak_bytes);
}

/* Of the short jobs together. */
static void
measure_rest (const FanfoldCallBundle *bundle)
{
  double cpu_seconds;
  guint64 peak_bytes;

  if (bundle->usage->scope == FANFOLD_USAGE_THREAD)
    return;

  fanfold_usage_take (bundle->usage, &cpu_seconds, &peak_bytes);
  fanfold_block_buffer_raise_peak (bundle->buffer, MAX (peak_bytes, bundle->usage->peak_bytes));
}

/* The job that begins now; gives when it returned. */
static gint64
run_job (FanfoldCaller *self, FanfoldCallTable *table, guint place, gint64 started)
{
  const FanfoldCallBundle *bundle = table->bundle;
  FanfoldStatus status = FANFOLD_CANCELLED;
  gint64 ended;

  __atomic_store_n (&self->under_way, bundle->first + place, __ATOMIC_RELAXED);
  fanfold_call_table_begin (table, place);
  if (G_LIKELY (place > 0 || !is_cancelled (bundle)))
    status = self->desc->run (&table->call);
  ended = now_nsec (bundle);

  if (G_UNLIKELY (ended - started >= FANFOLD_USAGE_SHORT_NSEC))
    measure (bundle);
  finish_job (table, status, (double) (ended - started) / 1e9);
  if (bundle->finished != NULL)
    bundle->finished (bundle->first + place, ended - started, bundle->events->user_data);

  return ended;
}

static void
run_jobs (FanfoldCaller *self, FanfoldCallTable *table)
{
  const FanfoldCallBundle *bundle = table->bundle;
  gint64 wall_usec = g_get_real_time ();
  gint64 begin = now_nsec (bundle);
  gint64 told = begin - EVENTS_INTERVAL_NSEC;
  gint64 started = begin;
  gboolean is_short = FALSE;
  guint place;

  for (place = 0; place < bundle->n_jobs && may_begin (bundle, place, started - begin); place++)
    {
      gint64 started_usec = wall_usec + (started - begin) / 1000;
      gint64 ended;
      gint64 next;

      fanfold_block_buffer_begin (bundle->buffer, started_usec);
      if (bundle->events->begun != NULL && started - told >= EVENTS_INTERVAL_NSEC)
        {
          bundle->events->begun (bundle->first + place, started_usec, bundle->events->user_data);
          told = started;
        }

      ended = run_job (self, table, place, started);
      next = now_nsec (bundle);
      is_short = ended - started < FANFOLD_USAGE_SHORT_NSEC;
      if (G_LIKELY (is_short))
        fanfold_usage_skip (bundle->usage, MIN (next - started, FANFOLD_USAGE_SHORT_NSEC));
      started = next;
    }

  if (is_short)
    measure_rest (bundle);
}

void
fanfold_caller_run_bundle (FanfoldCaller *self, const FanfoldCallBundle *bundle)
{
  FanfoldCallTable table;

  g_return_if_fail (self != NULL && bundle != NULL);

  fanfold_call_table_init (&table, self->function, self->desc, bundle);
  run_jobs (self, &table);
  __atomic_store_n (&self->under_way, FANFOLD_CALLER_IDLE, __ATOMIC_RELAXED);
  fanfold_call_table_clear (&table);
}

guint64
fanfold_caller_get_under_way (FanfoldCaller *self)
{
  g_return_val_if_fail (self != NULL, FANFOLD_CALLER_IDLE);

  return __atomic_load_n (&self->under_way, __ATOMIC_RELAXED);
}

static FanfoldBlock *
take_block (FanfoldCaller *self, FanfoldBlockBuffer *buffer, const FanfoldCallBundle *bundle)
{
  g_autoptr (GError) error = NULL;
  FanfoldBlock *block = fanfold_block_buffer_to_block (buffer, &error);

  if (block == NULL)
    block = fanfold_block_new_single (self->function,
                                      bundle->first,
                                      bundle->slot,
                                      bundle->attempt,
                                      FANFOLD_JOB_FAILED,
                                      g_get_real_time (),
                                      0,
                                      NULL,
                                      NULL,
                                      error->message);

  return block;
}

FanfoldBlock *
fanfold_caller_run (FanfoldCaller *self,
                    guint64 first,
                    GVariant *columns,
                    guint32 slot,
                    guint32 attempt,
                    gint64 budget_usec,
                    const int *cancelled,
                    const FanfoldJobEvents *events)
{
  FanfoldCallBoard board = { 0 };
  FanfoldBlockBuffer *buffer;
  FanfoldCallBundle bundle = { 0 };
  FanfoldUsage usage = { 0 };
  FanfoldBlock *block;
  guint n_jobs;

  g_return_val_if_fail (self != NULL && cancelled != NULL && events != NULL, NULL);
  g_return_val_if_fail (fanfold_caller_check_columns (self->function, columns, &n_jobs, NULL),
                        NULL);

  buffer = g_atomic_pointer_exchange (&self->spare, NULL);
  if (buffer == NULL)
    buffer = fanfold_block_buffer_new (self->function, NULL);

  bundle.first = first;
  bundle.columns = columns;
  bundle.slot = slot;
  bundle.attempt = attempt;
  bundle.budget_usec = budget_usec;
  bundle.cancelled = cancelled;
  bundle.buffer = buffer;
  bundle.n_jobs = fanfold_block_buffer_start (buffer, first, n_jobs, slot, attempt);
  bundle.board = &board;
  bundle.usage = &usage;
  bundle.events = events;
  fanfold_usage_start (&usage, FANFOLD_USAGE_THREAD);
  fanfold_caller_run_bundle (self, &bundle);

  block = take_block (self, buffer, &bundle);
  fanfold_block_buffer_trim (buffer);
  buffer = g_atomic_pointer_exchange (&self->spare, buffer);
  g_clear_pointer (&buffer, fanfold_block_buffer_free);

  return block;
}
