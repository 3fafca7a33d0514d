/* fanfold-footprint.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-footprint.h"

#include "fanfold-args.h"
#include "fanfold-job-size.h"
#include "fanfold-key.h"
#include "fanfold-lock.h"
#include "fanfold-memo.h"
#include "fanfold-newest-runs.h"
#include "fanfold-products.h"

#include <math.h>
#include <sys/stat.h>

/* A history has a size without any job, too: what small runs take tells nothing of a large one. */
#define MIN_RECORDED_JOBS 1000

#define MAX_LOOKS (4 * FANFOLD_FOOTPRINT_MAX_JOBS)

struct _FanfoldFootprint
{
  gatomicrefcount ref_count;

  char *function_id;
  char *template; /* (nullable) of the command */
  guint64 runs_hash;

  guint64 n_jobs; /* whose files are there */
  double bytes;
  double bytes_by_size; /* of those that have a size */
  double size;
  GHashTable *written; /* of guint64 * */
  char *folder;
  char *records;
  double record_bytes;
};

typedef struct
{
  FanfoldFootprint *self;
  const FanfoldNewestRun *run;
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldJobSize *size;
  GCancellable *cancellable;
  guint n_looks; /* at jobs, whether or not their files are there */
} Reading;

/* (nullable) (transfer none) That of the parameter which is a command. @runs: (out) whether there
 * is one. */
static const char *
get_template (FanfoldCombine *combine, gboolean *runs)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (combine));

  *runs = FALSE;
  for (guint i = 0; i < params->len; i++)
    {
      if (fanfold_param_get_param_type (params->pdata[i]) != FANFOLD_PARAM_TYPE_COMMAND)
        continue;

      *runs = TRUE;
      return fanfold_combine_get_template (combine, i);
    }

  return NULL;
}

/* Without what lists the files that were read. (transfer full) */
static char *
dup_result (Reading *reading, FanfoldBlock *block, guint place)
{
  GPtrArray *outputs = fanfold_function_get_outputs (reading->function);
  guint n = outputs->len;
  g_autofree GVariant **values = g_new0 (GVariant *, n + 1);
  GString *json = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if ((fanfold_param_get_flags (outputs->pdata[i]) & FANFOLD_OUTPUT_FLAG_FILES_READ) == 0)
      values[i] = fanfold_block_get_output (block, i, place);
  fanfold_function_append_result_json (reading->function, json, values);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&values[i], g_variant_unref);

  return g_string_free (json, FALSE);
}

/* Below 0 where one of them has gone, or there is none. */
static double
measure (char **paths)
{
  double bytes = 0;

  if (paths[0] == NULL)
    return -1;

  for (; *paths != NULL; paths++)
    {
      struct stat info;

      if (stat (*paths, &info) != 0)
        return -1;
      if (S_ISREG (info.st_mode))
        bytes += (double) info.st_size;
    }

  return bytes;
}

static void
note_folder (Reading *reading, const char *path)
{
  g_autofree char *own = fanfold_key_dup_path (reading->run->folder, ".");
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length = strlen (own);
  gboolean below = g_str_has_prefix (folder, own) &&
                   (folder[length] == '\0' || folder[length] == '/' || length == 1);

  if (reading->self->n_jobs == 0 && !below)
    reading->self->folder = g_steal_pointer (&folder);
}

static void
add_job (Reading *reading, FanfoldBlock *block, guint place)
{
  FanfoldFootprint *self = reading->self;
  guint64 index = fanfold_block_get_first (block) + place;
  g_autoptr (GVariant) args = fanfold_combine_get_args (reading->combine, index);
  g_autofree char *json = NULL;
  g_auto (GStrv) paths = NULL;
  guint64 hash;
  double bytes, size;

  if (args == NULL)
    return;

  json = dup_result (reading, block, place);
  paths = fanfold_memo_dup_outputs (reading->function, args, reading->run->folder, json);
  bytes = measure (paths);
  if (bytes < 0)
    return;

  note_folder (reading, paths[0]);
  hash = fanfold_args_hash (args);
  if (!g_hash_table_add (self->written, g_memdup2 (&hash, sizeof hash)))
    return;

  size = fanfold_job_size_get (reading->size, index);
  self->n_jobs++;
  self->bytes += bytes;
  if (size > 0)
    {
      self->bytes_by_size += bytes;
      self->size += size;
    }
}

static gboolean
may_look (Reading *reading)
{
  return reading->n_looks < MAX_LOOKS && reading->self->n_jobs < FANFOLD_FOOTPRINT_MAX_JOBS &&
         !g_cancellable_is_cancelled (reading->cancellable);
}

static gboolean
add_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Reading *reading = user_data;
  guint64 first = fanfold_block_get_first (block);
  guint64 n_jobs = fanfold_combine_get_n_jobs (reading->combine);

  for (guint i = 0; i < fanfold_block_get_n_jobs (block) && first + i < n_jobs; i++)
    if (fanfold_block_get_state (block, i) == FANFOLD_JOB_DONE && may_look (reading))
      {
        reading->n_looks++;
        add_job (reading, block, i);
      }

  return may_look (reading);
}

static void
read_run (Reading *reading, FanfoldHistory *history)
{
  FanfoldFootprint *self = reading->self;
  const FanfoldNewestRun *run = reading->run;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine =
      fanfold_history_read_combine (history, run->id, &function, NULL);
  g_autoptr (FanfoldJobSize) size = NULL;
  gboolean runs;

  if (combine == NULL || g_strcmp0 (get_template (combine, &runs), self->template) != 0 ||
      (runs && self->template == NULL))
    return;

  if (self->record_bytes <= 0 && run->n_done >= MIN_RECORDED_JOBS)
    self->record_bytes = (double) run->n_bytes / (double) run->n_done;
  if (!fanfold_products_writes_files (function))
    return;

  size = fanfold_job_size_new (combine, run->folder);
  reading->function = function;
  reading->combine = combine;
  reading->size = size;
  fanfold_history_read_blocks (history, run->id, add_block_cb, reading, NULL);
}

static FanfoldFootprint *
create (FanfoldHistory *history, const char *function_id, const char *template, guint64 hash)
{
  FanfoldFootprint *self = g_new0 (FanfoldFootprint, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->function_id = g_strdup (function_id);
  self->template = g_strdup (template);
  self->runs_hash = hash;
  self->written = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (history != NULL)
    self->records = g_strdup (fanfold_history_get_folder (history));

  return self;
}

FanfoldFootprint *
fanfold_footprint_load (FanfoldHistory *history,
                        FanfoldCombine *combine,
                        FanfoldFootprint *before,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GArray) runs = NULL;
  g_autoptr (FanfoldFootprint) self = NULL;
  const char *function_id, *template;
  gboolean is_command;
  Reading reading = { .cancellable = cancellable };
  guint64 hash;

  g_return_val_if_fail (combine != NULL, NULL);

  function_id = fanfold_function_get_id (fanfold_combine_get_function (combine));
  template = get_template (combine, &is_command);
  runs = fanfold_newest_runs_list (history, function_id, FANFOLD_FOOTPRINT_MAX_RUNS);
  hash = fanfold_newest_runs_hash (runs);
  if (before != NULL && before->runs_hash == hash &&
      g_str_equal (before->function_id, function_id) && g_strcmp0 (before->template, template) == 0)
    return fanfold_footprint_ref (before);

  self = reading.self = create (history, function_id, template, hash);
  for (guint i = 0; i < runs->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      reading.run = &g_array_index (runs, FanfoldNewestRun, i);
      read_run (&reading, history);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldFootprint *
fanfold_footprint_ref (FanfoldFootprint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_footprint_unref (FanfoldFootprint *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->written);
  g_free (self->function_id);
  g_free (self->template);
  g_free (self->folder);
  g_free (self->records);
  g_free (self);
}

gboolean
fanfold_footprint_is_known (FanfoldFootprint *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_jobs > 0;
}

double
fanfold_footprint_get_bytes (FanfoldFootprint *self, double size)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->size > 0 && !isnan (size))
    return size * self->bytes_by_size / self->size;

  return self->n_jobs > 0 ? self->bytes / (double) self->n_jobs : 0;
}

gboolean
fanfold_footprint_has_written (FanfoldFootprint *self, guint64 args_hash)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->written, &args_hash);
}

const char *
fanfold_footprint_get_folder (FanfoldFootprint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

double
fanfold_footprint_get_record_bytes (FanfoldFootprint *self, const char **folder)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (folder != NULL, 0);

  *folder = self->records;

  return self->records != NULL ? self->record_bytes : 0;
}
