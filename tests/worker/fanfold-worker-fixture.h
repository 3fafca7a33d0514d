/* fanfold-worker-fixture.h: functions of the fixture plugins, arguments for them, and what was told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "fanfold-lock.h"
#include "fanfold-plugin.h"
#include "fanfold-plugin-file.h"
#include "fanfold-worker.h"

G_BEGIN_DECLS

/* How soon what is asked for has to show, in one of some tries: the machine may be busy. What it
 * takes on a quiet one, tests/bench measures. */
#define FIXTURE_N_TRIES 8
#define FIXTURE_EFFECT_USEC (G_USEC_PER_SEC / 2)

/* "plugin.so", "function": loads the plugin into the test. (transfer full) */
static inline FanfoldFunction *
fixture_function (const char *folder_variable, const char *file_name, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv (folder_variable), file_name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autoptr (FanfoldPlugin) plugin = NULL;
  GListModel *functions;
  guint i;

  description = fanfold_plugin_file_describe (fanfold_plugin_file_open (path, &error));
  g_assert_no_error (error);
  plugin = fanfold_plugin_new_from_variant (path, description, &error);
  g_assert_no_error (error);

  functions = fanfold_plugin_get_functions (plugin);
  for (i = 0; i < g_list_model_get_n_items (functions); i++)
    {
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);

      if (g_str_equal (fanfold_function_get_name (function), name))
        return g_steal_pointer (&function);
    }

  g_assert_not_reached ();
}

static inline gboolean
is_number (FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return type == FANFOLD_PARAM_TYPE_INT || type == FANFOLD_PARAM_TYPE_REAL;
}

/* Columns of defaults, but for one parameter (or none: NULL), which takes the values in turn. */
static inline GVariant *
fixture_columns (FanfoldFunction *function, const char *id, const char *const *texts, guint n_jobs)
{
  GPtrArray *params = fanfold_function_get_params (function);
  GVariantBuilder builder;
  guint i;
  guint job;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      gboolean chosen = g_strcmp0 (fanfold_param_get_id (param), id) == 0;
      const char *initial = fanfold_param_get_initial (param);
      GVariantBuilder column;

      g_variant_builder_init (&column, G_VARIANT_TYPE_ARRAY);
      for (job = 0; job < n_jobs; job++)
        {
          const char *text = chosen              ? texts[job]
                             : initial != NULL   ? initial
                             : is_number (param) ? "0"
                                                 : "";
          g_autoptr (GError) error = NULL;
          g_autoptr (GVariant) value = fanfold_param_parse (param, text, &error);

          g_assert_no_error (error);
          g_variant_builder_add_value (&column, value);
        }
      g_variant_builder_add (&builder, "v", g_variant_builder_end (&column));
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* Columns with the numbers 0, 1, 2 … as the values of one parameter. */
static inline GVariant *
fixture_numbers (FanfoldFunction *function, const char *id, guint n_jobs)
{
  g_auto (GStrv) texts = g_new0 (char *, n_jobs + 1);
  guint i;

  for (i = 0; i < n_jobs; i++)
    texts[i] = g_strdup_printf ("%u", i);

  return fixture_columns (function, id, (const char *const *) texts, n_jobs);
}

/* What was told of jobs: a text for each of them and each kind. */
typedef struct
{
  FanfoldJobEvents events;
  GHashTable *logs; /* "index kind" → GString */
  guint n_begun;
  guint n_progress;
  guint64 last_begun;
  double last_fraction;
  char *last_message;
} FixtureEvents;

static inline void
fixture_begun_cb (guint64 index, gint64 started_usec, gpointer user_data)
{
  FixtureEvents *self = user_data;

  self->n_begun++;
  self->last_begun = index;
}

static inline void
fixture_progress_cb (guint64 index, double fraction, const char *message, gpointer user_data)
{
  FixtureEvents *self = user_data;

  self->n_progress++;
  self->last_fraction = fraction;
  g_free (self->last_message);
  self->last_message = g_strdup (message);
}

static inline void
fixture_free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

static inline void
fixture_log_cb (
    guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data)
{
  FixtureEvents *self = user_data;
  g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT " %d", index, (int) kind);
  GString *text = g_hash_table_lookup (self->logs, key);

  if (text == NULL)
    {
      text = g_string_new (NULL);
      g_hash_table_insert (self->logs, g_steal_pointer (&key), text);
    }
  g_string_append_len (text, bytes, (gssize) length);
}

static inline void
fixture_events_init (FixtureEvents *self)
{
  *self = (FixtureEvents){
    .events = { fixture_begun_cb, fixture_progress_cb, fixture_log_cb, NULL, self },
    .logs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, fixture_free_string)
  };
}

static inline void
fixture_events_clear (FixtureEvents *self)
{
  g_hash_table_unref (self->logs);
  g_free (self->last_message);
}

/* "" where nothing was logged. */
static inline const char *
fixture_log (FixtureEvents *self, guint64 index, FanfoldLogKind kind)
{
  g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT " %d", index, (int) kind);
  GString *text = g_hash_table_lookup (self->logs, key);

  return text != NULL ? text->str : "";
}

static inline FanfoldWorker *
fixture_worker (FanfoldFunction *function, const char *folder)
{
  FanfoldWorkerSpec spec = { g_getenv ("FANFOLD_WORKER"), folder, function };
  g_autoptr (GError) error = NULL;
  FanfoldWorker *worker = fanfold_worker_start (&spec, &error);

  g_assert_no_error (error);
  return worker;
}

static inline FanfoldBlock *
fixture_run (FanfoldWorker *worker, guint64 first, GVariant *columns, FixtureEvents *events)
{
  g_autoptr (GError) error = NULL;
  guint64 begun;
  FanfoldBlock *block;

  block = fanfold_worker_run (worker, first, columns, 3, 2, 0, &events->events, &begun, &error);
  g_assert_no_error (error);
  g_assert_nonnull (block);
  g_assert_cmpuint (fanfold_block_get_first (block), ==, first);
  g_assert_cmpuint (fanfold_block_get_slot (block), ==, 3);
  g_assert_cmpuint (fanfold_block_get_attempt (block), ==, 2);

  return block;
}

static inline gboolean
fixture_is_alive (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, ") Z ") == NULL;
}

static inline void
fixture_wait_until_dead (int pid)
{
  guint i;

  for (i = 0; i < 200 && fixture_is_alive (pid); i++)
    g_usleep (10 * 1000);
  g_assert_false (fixture_is_alive (pid));
}

/* The only child of a worker that is idle; one that is being replaced is waited for. */
static inline int
fixture_find_runner (FanfoldWorker *worker)
{
  int pid = fanfold_worker_get_pid (worker);
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", pid, pid);
  int runner = 0;

  for (guint i = 0; i < 200 && runner == 0; i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      runner = atoi (text);
      if (runner == 0)
        g_usleep (10 * 1000);
    }
  g_assert_cmpint (runner, >, 1);

  return runner;
}

typedef struct
{
  FanfoldWorker *worker;
  gint64 after_usec;
  gint64 grace_usec;
  int signal_number; /* 0: cancel */
  int pid;
} FixtureInterruption;

static inline gpointer
fixture_interrupt (gpointer data)
{
  const FixtureInterruption *self = data;

  g_usleep ((gulong) self->after_usec);
  if (self->signal_number == 0)
    fanfold_worker_cancel (self->worker, self->grace_usec);
  else
    kill (self->pid, self->signal_number);

  return NULL;
}

/* Runs jobs of a fixture in a worker of its own, all of them in one block. */
static inline FanfoldBlock *
fixture_run_alone (const char *file_name,
                   const char *name,
                   const char *id,
                   const char *const *texts,
                   guint n_jobs,
                   FixtureEvents *events)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", file_name, name);
  g_autoptr (GVariant) columns = fixture_columns (function, id, texts, n_jobs);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FanfoldBlock *block = fixture_run (worker, 0, columns, events);

  fanfold_worker_end (worker);
  return block;
}

G_END_DECLS
