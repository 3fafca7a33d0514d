/* fanfold-products.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-products.h"

#include "fanfold-json.h"
#include "fanfold-key.h"
#include "fanfold-lock.h"
#include "fanfold-newest-runs.h"

typedef struct
{
  guint64 path_hash;
  guint64 run;
} Product;

struct _FanfoldProducts
{
  gatomicrefcount ref_count;

  GArray *products; /* of Product, by path_hash, each once */
  guint64 runs_hash;
};

typedef struct
{
  GArray *products;
  FanfoldFunction *function;
  FanfoldCombine *combine;
  const FanfoldNewestRun *run;
  GCancellable *cancellable;
  guint64 n_jobs; /* looked at so far */
} Reading;

static int
compare_products (gconstpointer a, gconstpointer b)
{
  const Product *first = a;
  const Product *second = b;

  if (first->path_hash != second->path_hash)
    return first->path_hash < second->path_hash ? -1 : 1;

  return first->run < second->run ? 1 : first->run > second->run ? -1 : 0;
}

/* As fanfold_args_hash () does: a million paths and more are told apart. */
static guint64
hash_path (const char *path)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_size = sizeof digest;
  guint64 hash;

  g_checksum_update (checksum, (const guchar *) path, -1);
  g_checksum_get_digest (checksum, digest, &digest_size);
  memcpy (&hash, digest, sizeof hash);

  return hash;
}

static gboolean
is_path (FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER;
}

static gboolean
is_list_of_files (FanfoldParam *output)
{
  return fanfold_param_get_param_type (output) == FANFOLD_PARAM_TYPE_JSON &&
         (fanfold_param_get_flags (output) & FANFOLD_OUTPUT_FLAG_FILES) != 0;
}

static void
add_path (Reading *reading, const char *text)
{
  g_autofree char *path = NULL;
  Product product;

  if (text[0] == '\0')
    return;

  path = fanfold_key_dup_path (reading->run->folder, text);
  product = (Product){ hash_path (path), reading->run->id };
  g_array_append_val (reading->products, product);
}

static void
add_listed (Reading *reading, const char *json)
{
  g_autoptr (JsonNode) node = fanfold_json_parse (json, -1, NULL);
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *path = NULL;

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        continue;

      path = fanfold_json_dup_path (json_node_get_string (element));
      add_path (reading, path);
    }
}

static void
add_outputs (Reading *reading, FanfoldBlock *block, guint place)
{
  GPtrArray *outputs = fanfold_function_get_outputs (reading->function);

  for (guint i = 0; i < outputs->len; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (!is_path (outputs->pdata[i]) && !is_list_of_files (outputs->pdata[i]))
        continue;

      value = fanfold_block_get_output (block, i, place);
      if (value != NULL && is_path (outputs->pdata[i]))
        add_path (reading, g_variant_get_bytestring (value));
      else if (value != NULL)
        add_listed (reading, g_variant_get_string (value, NULL));
    }
}

static void
add_params (Reading *reading, guint64 index)
{
  GPtrArray *params = fanfold_function_get_params (reading->function);
  g_autoptr (GVariant) args = fanfold_combine_get_args (reading->combine, index);

  for (guint i = 0; args != NULL && i < params->len; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (!is_path (params->pdata[i]) ||
          (fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0)
        continue;

      value = g_variant_get_child_value (args, i);
      add_path (reading, g_variant_get_bytestring (value));
    }
}

static gboolean
add_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Reading *reading = user_data;
  guint64 first = fanfold_block_get_first (block);
  guint64 n_jobs = fanfold_combine_get_n_jobs (reading->combine);

  for (guint i = 0; i < fanfold_block_get_n_jobs (block) && first + i < n_jobs; i++)
    {
      FanfoldJobState state = fanfold_block_get_state (block, i);

      reading->n_jobs++;
      if (state != FANFOLD_JOB_DONE && state != FANFOLD_JOB_CACHED)
        continue;

      add_outputs (reading, block, i);
      add_params (reading, first + i);
    }

  return reading->n_jobs < FANFOLD_PRODUCTS_MAX_JOBS &&
         !g_cancellable_is_cancelled (reading->cancellable);
}

static void
read_run (Reading *reading, FanfoldHistory *history)
{
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine =
      fanfold_history_read_combine (history, reading->run->id, &function, NULL);

  if (combine == NULL || !fanfold_products_writes_files (function))
    return;

  reading->function = function;
  reading->combine = combine;
  fanfold_history_read_blocks (history, reading->run->id, add_block_cb, reading, NULL);
}

static void
keep_newest (GArray *products)
{
  guint n_kept = 0;

  g_array_sort (products, compare_products);
  for (guint i = 0; i < products->len; i++)
    {
      const Product *one = &g_array_index (products, Product, i);

      if (i == 0 || one->path_hash != g_array_index (products, Product, n_kept - 1).path_hash)
        g_array_index (products, Product, n_kept++) = *one;
    }
  g_array_set_size (products, n_kept);
}

FanfoldProducts *
fanfold_products_load (FanfoldHistory *history,
                       FanfoldProducts *before,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) runs = NULL;
  g_autoptr (FanfoldProducts) self = NULL;
  Reading reading = { .cancellable = cancellable };
  guint64 hash;

  runs = fanfold_newest_runs_list (history, NULL, FANFOLD_PRODUCTS_MAX_RUNS);
  hash = fanfold_newest_runs_hash (runs);
  if (before != NULL && before->runs_hash == hash)
    return fanfold_products_ref (before);

  self = g_new0 (FanfoldProducts, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->runs_hash = hash;
  self->products = reading.products = g_array_new (FALSE, FALSE, sizeof (Product));
  for (guint i = 0; i < runs->len && reading.n_jobs < FANFOLD_PRODUCTS_MAX_JOBS &&
                    !g_cancellable_is_cancelled (cancellable);
       i++)
    {
      reading.run = &g_array_index (runs, FanfoldNewestRun, i);
      read_run (&reading, history);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  keep_newest (self->products);

  return g_steal_pointer (&self);
}

FanfoldProducts *
fanfold_products_ref (FanfoldProducts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_products_unref (FanfoldProducts *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->products);
  g_free (self);
}

guint64
fanfold_products_find_run (FanfoldProducts *self, const char *path)
{
  const Product *products;
  guint64 hash;
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (path != NULL, 0);

  if (self->products->len == 0)
    return 0;

  products = (const Product *) (gpointer) self->products->data;
  high = self->products->len;
  hash = hash_path (path);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (products[middle].path_hash < hash)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->products->len && products[low].path_hash == hash ? products[low].run : 0;
}

guint64
fanfold_products_get_n_paths (FanfoldProducts *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->products->len;
}

gboolean
fanfold_products_writes_files (FanfoldFunction *function)
{
  GPtrArray *outputs = fanfold_function_get_outputs (function);
  GPtrArray *params = fanfold_function_get_params (function);

  for (guint i = 0; i < outputs->len; i++)
    if (is_path (outputs->pdata[i]) || is_list_of_files (outputs->pdata[i]))
      return TRUE;
  for (guint i = 0; i < params->len; i++)
    if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) != 0)
      return TRUE;

  return FALSE;
}
