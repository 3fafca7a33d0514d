/* test-plugins.c: what the built-in plugins compute
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

/* Ahead of the ABI, whose macro FANFOLD_PLUGIN has the name of a cast in there. */
#include "fanfold-plugin.h"
#include "fanfold-call.h"
#include "fanfold-plugin-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  double fraction;
  guint n_reports;
  GString *log;
  int cancelled;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("fanfold-plugins-XXXXXX", NULL);
  self->log = g_string_new (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_string_free (self->log, TRUE);
}

static void
progress_cb (guint64 index, double fraction, const char *message, gpointer user_data)
{
  Fixture *self = user_data;

  self->fraction = fraction;
  self->n_reports++;
}

static void
log_cb (guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data)
{
  Fixture *self = user_data;

  g_string_append_len (self->log, bytes, (gssize) length);
}

static FanfoldFunction *
load_function (const char *plugin_id, const char *name)
{
  g_autofree char *file = g_strconcat (plugin_id, ".so", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("FANFOLD_PLUGIN_PATH"), file, NULL);
  g_autoptr (GError) error = NULL;
  FanfoldPluginFile *loaded = fanfold_plugin_file_open (path, &error);
  g_autoptr (GVariant) description = NULL;
  g_autoptr (FanfoldPlugin) plugin = NULL;
  GListModel *functions;
  guint n;

  g_assert_no_error (error);
  g_assert_nonnull (fanfold_plugin_file_get_function (loaded, name));
  g_assert_null (fanfold_plugin_file_get_function (loaded, "none"));
  g_assert_cmpuint (strlen (fanfold_plugin_file_get_build (loaded)), >=, 16);
  description = fanfold_plugin_file_describe (loaded);
  plugin = fanfold_plugin_new_from_variant (path, description, &error);
  g_assert_no_error (error);

  functions = fanfold_plugin_get_functions (plugin);
  n = g_list_model_get_n_items (functions);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);

      if (g_str_equal (fanfold_function_get_name (function), name))
        return g_steal_pointer (&function);
    }

  g_assert_not_reached ();
}

/* Columns for one job; what is not among the name and text pairs takes its default. */
static GVariant *
make_columns (FanfoldFunction *function, const char *const *pairs)
{
  GPtrArray *params = fanfold_function_get_params (function);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) value = NULL;

      for (guint k = 0; pairs[k] != NULL && value == NULL; k += 2)
        if (g_str_equal (pairs[k], fanfold_param_get_id (param)))
          value = fanfold_param_parse (param, pairs[k + 1], &error);
      if (value == NULL && error == NULL)
        value = fanfold_param_dup_default (param, &error);
      g_assert_no_error (error);
      g_variant_builder_add (&builder, "v", g_variant_new_array (NULL, &value, 1));
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static FanfoldBlock *
run (Fixture *self, const char *plugin_id, const char *name, const char *const *pairs)
{
  g_autoptr (FanfoldFunction) function = load_function (plugin_id, name);
  g_autoptr (GVariant) columns = make_columns (function, pairs);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCaller) caller = fanfold_caller_new (function, &error);
  const FanfoldJobEvents events = { .progress = progress_cb, .log = log_cb, .user_data = self };

  g_assert_no_error (error);
  return fanfold_caller_run (caller, 0, columns, 0, 1, 0, &self->cancelled, &events);
}

#define RUN(self, plugin, name, ...)                                                               \
  run (self, plugin, name, (const char *const[]){ __VA_ARGS__, NULL })

static void
assert_done (FanfoldBlock *block, const char *result)
{
  G_GNUC_UNUSED g_autoptr (FanfoldBlock) owned = block;
  g_autoptr (GString) json = g_string_new (NULL);

  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, NULL);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  fanfold_block_append_result (block, json, 0);
  g_assert_cmpstr (json->str, ==, result);
}

static void
assert_failed (FanfoldBlock *block, const char *words)
{
  G_GNUC_UNUSED g_autoptr (FanfoldBlock) owned = block;

  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_FAILED);
  if (strstr (fanfold_block_get_error (block, 0), words) == NULL)
    g_error ("\"%s\" does not contain \"%s\"", fanfold_block_get_error (block, 0), words);
}

static char *
write_file (Fixture *self, const char *name, const char *content, gssize length)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, length, NULL));
  return path;
}

static void
test_checksum (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *algorithm;
    const char *digest; /* of "abc", as the standards give it */
  } known[] = {
    { "md5", "900150983cd24fb0d6963f7d28e17f72" },
    { "sha1", "a9993e364706816aba3e25717850c26c9cd0d89d" },
    { "sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "sha384",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
      "8086072ba1e7cc2358baeca134c825a7" },
    { "sha512",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
  };
  g_autofree char *path = write_file (self, "abc \xff", "abc", 3);
  g_autofree char *empty = write_file (self, "empty", "", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"digest\":\"%s\",\"size\":3}", known[i].digest);

      assert_done (RUN (self, "files", "checksum", "file", path, "algorithm", known[i].algorithm),
                   json);
    }

  assert_done (RUN (self, "files", "checksum", "file", empty),
               "{\"digest\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\","
               "\"size\":0}");
}

static void
test_checksum_large (Fixture *self, gconstpointer data)
{
  gsize size = 5 * 256 * 1024 + 1;
  g_autofree char *zeros = g_malloc0 (size);
  g_autofree char *path = write_file (self, "zeros", zeros, (gssize) size);
  g_autofree char *digest = NULL;
  g_autofree char *json = NULL;

  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) zeros, size);
  json = g_strdup_printf ("{\"digest\":\"%s\",\"size\":%" G_GSIZE_FORMAT "}", digest, size);
  assert_done (RUN (self, "files", "checksum", "file", path), json);
}

static void
test_checksum_bad (Fixture *self, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (self->folder, "missing", NULL);

  assert_failed (RUN (self, "files", "checksum", "file", missing), "No such file");
  assert_failed (RUN (self, "files", "checksum", "file", self->folder), "not a regular file");
}

static void
assert_unpacks_to (const char *path, const char *expected, gsize size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) packed = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GZlibDecompressor) unpacker = NULL;
  g_autoptr (GInputStream) plain = NULL;
  g_autofree char *content = g_malloc (size + 1);
  gsize n = 0;

  g_assert_nonnull (packed);
  unpacker = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  plain = g_converter_input_stream_new (packed, G_CONVERTER (unpacker));
  g_assert_true (g_input_stream_read_all (plain, content, size + 1, &n, NULL, NULL));
  g_assert_cmpmem (content, n, expected, size);
}

static guint
count_files (Fixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static void
test_compress (Fixture *self, gconstpointer data)
{
  gsize size = 1000 * 1000;
  g_autofree char *content = g_malloc (size);
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *start = NULL;

  for (gsize i = 0; i < size; i++)
    content[i] = (char) (i / 1000);
  path = write_file (self, "data", content, (gssize) size);
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  output = g_strconcat (path, ".gz", NULL);

  block = RUN (self, "files", "compress", "file", path, "level", "9");
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  fanfold_block_append_result (block, json, 0);
  start = g_strdup_printf ("{\"output\":\"%s\",\"ratio\":0.0", output);
  g_assert_true (g_str_has_prefix (json->str, start));
  assert_unpacks_to (output, content, size);
  g_assert_cmpuint (count_files (self), ==, 2);
}

static void
test_compress_existing (Fixture *self, gconstpointer data)
{
  g_autofree char *path = write_file (self, "data", "content", -1);
  g_autofree char *output = write_file (self, "data.gz", "precious", -1);
  g_autofree char *kept = NULL;
  g_autoptr (FanfoldBlock) block = NULL;

  assert_failed (RUN (self, "files", "compress", "file", path), "is there already");
  g_assert_true (g_file_get_contents (output, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "precious");
  g_assert_cmpuint (count_files (self), ==, 2);

  block = RUN (self, "files", "compress", "file", path, "overwrite", "true");
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  assert_unpacks_to (output, "content", 7);
  g_assert_cmpuint (count_files (self), ==, 2);
}

static void
test_compress_bad (Fixture *self, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (self->folder, "missing", NULL);
  g_autofree char *empty = write_file (self, "empty", "", 0);
  g_autofree char *packed = g_strconcat (empty, ".gz", NULL);
  g_autofree char *json = g_strdup_printf ("{\"output\":\"%s\",\"ratio\":null}", packed);

  assert_failed (RUN (self, "files", "compress", "file", missing), "No such file");
  assert_failed (RUN (self, "files", "compress", "file", self->folder), "not a regular file");
  g_assert_cmpuint (count_files (self), ==, 1);

  assert_done (RUN (self, "files", "compress", "file", empty), json);
  assert_unpacks_to (packed, "", 0);
}

static void
test_square (Fixture *self, gconstpointer data)
{
  assert_done (RUN (self, "numbers", "square", "x", "3"), "9.0");
  assert_done (RUN (self, "numbers", "square", "x", "-0.5"), "0.25");
  assert_done (RUN (self, "numbers", "square", "x", "1e200"), "null");
}

static void
test_pi (Fixture *self, gconstpointer data)
{
  static const char *const seeds[] = { "0", "1", "-1", "9223372036854775807" };

  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_autoptr (FanfoldBlock) block = RUN (self, "numbers", "pi", "seed", seeds[i]);
      g_autoptr (GString) json = g_string_new (NULL);

      fanfold_block_append_result (block, json, 0);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (json->str, NULL), G_PI, 0.01);
      assert_done (RUN (self, "numbers", "pi", "seed", seeds[i]), json->str);
    }

  /* On every machine: from splitmix64 as another program has it. */
  assert_done (RUN (self, "numbers", "pi", "samples", "2", "seed", "0"), "2.0");
  assert_done (RUN (self, "numbers", "pi", "samples", "100000", "seed", "42"), "3.14992");
}

static void
test_wait (Fixture *self, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  assert_done (RUN (self, "numbers", "wait", "seconds", "0.3"), "null");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * 1000);
  g_assert_cmpstr (self->log->str, ==, "Waiting for 0.3 s\n");
  g_assert_cmpuint (self->n_reports, >=, 2);

  assert_failed (RUN (self, "numbers", "wait", "seconds", "0", "fail_chance", "1"), "fail_chance");
}

static guint
count_failures (Fixture *self, const char *chance)
{
  guint n = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *seed = g_strdup_printf ("%u", i);
      g_autoptr (FanfoldBlock) block =
          RUN (self, "numbers", "wait", "seconds", "0", "fail_chance", chance, "seed", seed);

      n += fanfold_block_get_state (block, 0) == FANFOLD_JOB_FAILED;
    }

  return n;
}

static void
test_wait_chance (Fixture *self, gconstpointer data)
{
  guint n = count_failures (self, "0.3");

  g_assert_cmpuint (n, >=, 40);
  g_assert_cmpuint (n, <=, 80);
  g_assert_cmpuint (count_failures (self, "0.3"), ==, n);
  g_assert_cmpuint (count_failures (self, "0"), ==, 0);
  g_assert_cmpuint (count_failures (self, "1"), ==, 200);
}

static gpointer
cancel_thread (gpointer data)
{
  Fixture *self = data;

  g_usleep (100 * 1000);
  g_atomic_int_set (&self->cancelled, 1);

  return NULL;
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "sparse", NULL);
  g_autoptr (FanfoldBlock) waited = NULL;
  g_autoptr (FanfoldBlock) computed = NULL;
  g_autoptr (FanfoldBlock) packed = NULL;
  GThread *thread;
  FILE *file;

  thread = g_thread_new ("cancel", cancel_thread, self);
  waited = RUN (self, "numbers", "wait", "seconds", "60");
  g_thread_join (thread);
  g_assert_cmpint (fanfold_block_get_state (waited, 0), ==, FANFOLD_JOB_CANCELLED);

  self->cancelled = 0;
  thread = g_thread_new ("cancel", cancel_thread, self);
  computed = RUN (self, "numbers", "pi", "samples", "1e15");
  g_thread_join (thread);
  g_assert_cmpint (fanfold_block_get_state (computed, 0), ==, FANFOLD_JOB_CANCELLED);

  /* Nothing of a compressed file stays behind. */
  file = g_fopen (path, "we");
  g_assert_cmpint (ftruncate (fileno (file), G_GINT64_CONSTANT (8) << 30), ==, 0);
  fclose (file);
  self->cancelled = 0;
  thread = g_thread_new ("cancel", cancel_thread, self);
  packed = RUN (self, "files", "compress", "file", path, "level", "1");
  g_thread_join (thread);
  g_assert_cmpint (fanfold_block_get_state (packed, 0), ==, FANFOLD_JOB_CANCELLED);
  g_assert_cmpuint (count_files (self), ==, 1);
}

static void
test_described (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldFunction) checksum = load_function ("files", "checksum");
  g_autoptr (FanfoldFunction) compress = load_function ("files", "compress");
  g_autoptr (FanfoldFunction) square = load_function ("numbers", "square");
  g_autoptr (FanfoldFunction) pause = load_function ("numbers", "wait");

  g_assert_cmpstr (fanfold_function_get_cache_version (checksum), ==, "v1");
  g_assert_cmpstr (
      fanfold_param_get_initial (fanfold_function_find_param (checksum, "algorithm", NULL)),
      ==,
      "sha256");
  g_assert_cmpstr (fanfold_param_get_id (fanfold_function_get_each_param (checksum)), ==, "file");
  g_assert_false (fanfold_function_is_pure (compress));
  g_assert_true (fanfold_function_is_cheap (square));
  g_assert_true (fanfold_function_is_pure (square));
  g_assert_false (fanfold_function_is_pure (pause));
  g_assert_true (fanfold_function_is_io_bound (pause));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/plugins/described", test_described },
    { "/plugins/checksum", test_checksum },
    { "/plugins/checksum-large", test_checksum_large },
    { "/plugins/checksum-bad", test_checksum_bad },
    { "/plugins/compress", test_compress },
    { "/plugins/compress-existing", test_compress_existing },
    { "/plugins/compress-bad", test_compress_bad },
    { "/plugins/square", test_square },
    { "/plugins/pi", test_pi },
    { "/plugins/wait", test_wait },
    { "/plugins/wait-chance", test_wait_chance },
    { "/plugins/cancel", test_cancel },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
