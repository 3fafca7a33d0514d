/* test-registry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-registry.h"
#include "fanfold-error.h"

#include <glib/gstdio.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two plugin folders of its own, and a file for what is known. */
typedef struct
{
  char *root;
  char *folder;
  char *second;
  char *known;
  FanfoldRegistry *registry;
} Fixture;

static FanfoldRegistry *
make_registry (Fixture *self, const char *worker)
{
  const char *folders[] = { self->folder, self->second, NULL };

  return fanfold_registry_new (worker, folders, self->known);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("fanfold-registry-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "plugins", NULL);
  self->second = g_build_filename (self->root, "second", NULL);
  self->known = g_build_filename (self->root, "cache", "plugins.ini", NULL);
  g_assert_cmpint (g_mkdir (self->folder, 0755), ==, 0);
  self->registry = make_registry (self, g_getenv ("FANFOLD_WORKER"));
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->registry);
  remove_tree (self->root);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->second);
  g_free (self->known);
}

/* Gives the path of the copy. */
static char *
copy_fixture (const char *name, const char *folder, const char *new_name)
{
  g_autofree char *file = g_strconcat (name, ".so", NULL);
  g_autofree char *from = g_build_filename (g_getenv ("FANFOLD_FIXTURES"), file, NULL);
  char *to = g_build_filename (folder, new_name != NULL ? new_name : file, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_mkdir_with_parents (folder, 0755);
  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (to, content, (gssize) length, NULL));

  return to;
}

static void
add (Fixture *self, const char *name)
{
  g_free (copy_fixture (name, self->folder, NULL));
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
scan (FanfoldRegistry *registry)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_registry_scan_async (registry, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (fanfold_registry_scan_finish (registry, result, &error));
  g_assert_no_error (error);
}

static FanfoldPlugin *
get (FanfoldRegistry *registry, guint position)
{
  g_autoptr (FanfoldPlugin) plugin = g_list_model_get_item (G_LIST_MODEL (registry), position);

  g_assert_nonnull (plugin);
  return plugin;
}

static guint
count (FanfoldRegistry *registry)
{
  return g_list_model_get_n_items (G_LIST_MODEL (registry));
}

static void
assert_contains (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("\"%s\" does not contain \"%s\"", text != NULL ? text : "(null)", part);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  g_autofree char *own = g_build_filename (self->folder, "own", NULL);
  g_autofree char *deep = g_build_filename (self->folder, "own", "deep", NULL);
  g_autofree char *note = g_build_filename (self->folder, "note.txt", NULL);
  g_autoptr (FanfoldFunction) function = NULL;
  GListModel *functions;

  add (self, "sleeper");
  add (self, "printer");
  add (self, "twin-ids");
  g_free (copy_fixture ("hello", own, NULL));
  g_free (copy_fixture ("brood", deep, NULL));
  g_free (copy_fixture ("types", self->second, NULL));
  g_assert_true (g_file_set_contents (note, "no plugin", -1, NULL));
  scan (self->registry);

  g_assert_cmpuint (count (self->registry), ==, 5);
  g_assert_cmpstr (fanfold_plugin_get_id (get (self->registry, 0)), ==, "hello");
  g_assert_cmpstr (fanfold_plugin_get_id (get (self->registry, 1)), ==, "printer");
  g_assert_cmpstr (fanfold_plugin_get_id (get (self->registry, 2)), ==, "sleeper");
  g_assert_cmpstr (fanfold_plugin_get_id (get (self->registry, 3)), ==, "types");
  g_assert_cmpstr (fanfold_plugin_get_id (get (self->registry, 4)), ==, "twin-ids");
  g_assert_cmpstr (fanfold_plugin_get_version (get (self->registry, 0)), ==, "1.2");
  g_assert_null (fanfold_plugin_get_error (get (self->registry, 3)));

  functions = fanfold_plugin_get_functions (get (self->registry, 0));
  g_assert_cmpuint (g_list_model_get_n_items (functions), ==, 3);
  function = g_list_model_get_item (functions, 0);
  g_assert_cmpstr (fanfold_function_get_id (function), ==, "hello.greet");
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_rmdir (self->folder);
  scan (self->registry);

  g_assert_cmpuint (count (self->registry), ==, 0);
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *reason;
  } broken[] = {
    { "constructor-crash", "It crashed while being described: segmentation fault (SIGSEGV)." },
    { "loading-exit", "It ended while being described, with status 3." },
    { "new-minor", "version 1.1 of the plugin ABI" },
    { "no-symbol", "does not export fanfold_plugin" },
    { "old-major", "version 0 of the plugin ABI" },
    { "text", "not a shared object" },
    { "twin-ids", "It has the function \"same\" twice" },
  };
  g_autofree char *text = g_build_filename (self->folder, "text.so", NULL);
  gint64 start = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    if (!g_str_equal (broken[i].name, "text"))
      add (self, broken[i].name);
  g_assert_true (g_file_set_contents (text, "no plugin", -1, NULL));
  scan (self->registry);

  g_assert_cmpuint (count (self->registry), ==, G_N_ELEMENTS (broken));
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      FanfoldPlugin *plugin = get (self->registry, i);

      g_assert_cmpstr (fanfold_plugin_get_id (plugin), ==, broken[i].name);
      assert_contains (fanfold_plugin_get_error (plugin), broken[i].reason);
      g_assert_cmpuint (g_list_model_get_n_items (fanfold_plugin_get_functions (plugin)), ==, 0);
    }

  /* The child that loading-exit leaves behind, with the pipe in its hand, delays nothing. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 9 * G_USEC_PER_SEC);
}

static void
test_hang (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *path = copy_fixture ("loading-hang", self->folder, NULL);
  gint64 start;

  fanfold_registry_set_time_limit (self->registry, 300);
  scan (self->registry);
  assert_contains (fanfold_plugin_get_error (get (self->registry, 0)),
                   "could not be described within 0.3 s");

  /* Known by now: no time is spent on it. */
  fanfold_registry_set_time_limit (self->registry, 60 * 1000);
  start = g_get_monotonic_time ();
  scan (self->registry);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);

  fanfold_registry_set_time_limit (self->registry, 400);
  fanfold_registry_retry_async (self->registry, path, NULL, done_cb, &result);
  wait_for (&result);
  g_assert_true (fanfold_registry_retry_finish (self->registry, result, NULL));
  assert_contains (fanfold_plugin_get_error (get (self->registry, 0)),
                   "could not be described within 0.4 s");
}

static void
test_known (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldRegistry) second = make_registry (self, "/nonexistent/fanfold-worker");
  g_autofree char *path = copy_fixture ("types", self->folder, NULL);
  g_autoptr (FanfoldFunction) function = NULL;
  struct timespec times[] = { { 1000, 0 }, { 1000, 1 } };

  add (self, "no-symbol");
  scan (self->registry);

  scan (second);
  g_assert_cmpuint (count (second), ==, 2);
  g_assert_null (fanfold_plugin_get_error (get (second, 0)));
  assert_contains (fanfold_plugin_get_error (get (second, 1)), "does not export");
  function = g_object_ref (fanfold_registry_find_function (second, "types.echo", NULL));
  g_assert_cmpuint (fanfold_function_get_params (function)->len, ==, 7);

  /* A nanosecond is enough to be another file; a worker that is missing is no fault of it. */
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  scan (second);
  assert_contains (fanfold_plugin_get_error (get (second, 1)), "the worker does not start");
  scan (self->registry);
  g_assert_null (fanfold_plugin_get_error (get (self->registry, 0)));
  times[1].tv_nsec = 2;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  scan (second);
  assert_contains (fanfold_plugin_get_error (get (second, 1)), "the worker does not start");
}

static void
test_known_damaged (Fixture *self, gconstpointer data)
{
  static const char *const damages[] = {
    "\xff\xfe[[[",
    "[Known plugins]\nversion=other\n",
    "[Known plugins]\nversion=" FANFOLD_VERSION "\n[%zz]\nsize=1\n",
  };
  g_autofree char *content = NULL;
  g_autofree char *torn = NULL;
  const char *cut;

  add (self, "hello");
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (FanfoldRegistry) registry = make_registry (self, g_getenv ("FANFOLD_WORKER"));

      g_mkdir_with_parents (self->root, 0755);
      scan (registry);
      g_assert_true (g_file_set_contents (self->known, damages[i], -1, NULL));
      scan (registry);
      g_assert_null (fanfold_plugin_get_error (get (registry, 0)));
    }

  /* Torn in the middle of the description. */
  g_assert_true (g_file_get_contents (self->known, &content, NULL, NULL));
  cut = strstr (content, "hello.greet") != NULL ? strstr (content, "hello.greet")
                                                : strstr (content, "greet");
  g_assert_nonnull (cut);
  torn = g_strndup (content, (gsize) (cut - content));
  g_assert_true (g_file_set_contents (self->known, torn, -1, NULL));
  scan (self->registry);
  g_assert_null (fanfold_plugin_get_error (get (self->registry, 0)));
}

static void
test_no_cache_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldRegistry) registry = NULL;
  const char *folders[] = { self->folder, NULL };

  add (self, "hello");
  registry = fanfold_registry_new (g_getenv ("FANFOLD_WORKER"), folders, "/proc/none/plugins.ini");
  scan (registry);
  g_assert_null (fanfold_plugin_get_error (get (registry, 0)));
}

static void
test_trust (Fixture *self, gconstpointer data)
{
  g_autofree char *path = copy_fixture ("hello", self->folder, NULL);

  g_assert_cmpint (g_chmod (path, 0646), ==, 0);
  scan (self->registry);
  assert_contains (fanfold_plugin_get_error (get (self->registry, 0)), "everybody can write");
  assert_contains (fanfold_plugin_get_error (get (self->registry, 0)), "the file");

  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0777), ==, 0);
  scan (self->registry);
  assert_contains (fanfold_plugin_get_error (get (self->registry, 0)), "its folder");

  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
  scan (self->registry);
  g_assert_null (fanfold_plugin_get_error (get (self->registry, 0)));

  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (path, 65534, 65534), ==, 0);
      scan (self->registry);
      assert_contains (fanfold_plugin_get_error (get (self->registry, 0)), "another user (65534)");
    }
}

static void
test_twins (Fixture *self, gconstpointer data)
{
  g_autofree char *first = copy_fixture ("hello", self->folder, NULL);
  g_autofree char *other = copy_fixture ("hello", self->second, "aaa.so");
  g_autofree char *link = g_build_filename (self->second, "link.so", NULL);

  g_assert_cmpint (symlink (first, link), ==, 0);
  scan (self->registry);

  g_assert_cmpuint (count (self->registry), ==, 2);
  g_assert_cmpstr (fanfold_plugin_get_path (get (self->registry, 0)), ==, first);
  g_assert_cmpstr (fanfold_plugin_get_path (get (self->registry, 1)), ==, other);
  assert_contains (fanfold_plugin_get_error (get (self->registry, 1)), first);
}

static void
assert_unknown (FanfoldRegistry *registry, const char *id, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_registry_find_function (registry, id, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  assert_contains (error->message, part);
}

static void
test_find_function (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function;

  assert_unknown (self->registry, "hello.greet", "no function");
  fanfold_registry_set_hint (self->registry, "Look there.");
  assert_unknown (self->registry, "hello.greet", ". Look there.");
  add (self, "hello");
  add (self, "chatty");
  add (self, "old-major");
  scan (self->registry);

  function = fanfold_registry_find_function (self->registry, "hello.greet", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_function_get_name (function), ==, "greet");

  assert_unknown (self->registry, "hello.gret", "Did you mean hello.greet?");
  assert_unknown (self->registry, "flood", "Did you mean chatty.flood?");
  assert_unknown (self->registry, "hello.", "hello.fail, hello.greet or hello.where?");
  assert_unknown (self->registry, "", "There is no function \"\". Look");
  assert_unknown (self->registry, "zzzzzzzz.qqqqqqqq", "qqqqqqqq\". Look");
  assert_unknown (self->registry, "old-major.anything", "version 0 of the plugin ABI");
}

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  char **changes = user_data;
  g_autofree char *before = *changes;

  *changes = g_strdup_printf ("%s%u-%u+%u ", before, position, removed, added);
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autofree char *changes = g_strdup ("");
  g_autofree char *path = NULL;
  FanfoldPlugin *types;

  g_signal_connect (self->registry, "items-changed", G_CALLBACK (changed_cb), &changes);
  add (self, "hello");
  add (self, "types");
  scan (self->registry);
  types = get (self->registry, 1);
  scan (self->registry);
  path = copy_fixture ("printer", self->folder, NULL);
  scan (self->registry);
  g_assert_true (get (self->registry, 2) == types);
  g_unlink (path);
  scan (self->registry);
  g_assert_cmpstr (changes, ==, "0-0+2 1-0+1 1-1+0 ");
}

static void
test_requests (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[3] = { NULL };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  add (self, "hello");
  add (self, "loading-hang");
  fanfold_registry_scan_async (self->registry, cancellable, done_cb, &results[0]);
  fanfold_registry_scan_async (self->registry, cancellable, done_cb, &results[1]);
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 2; i++)
    {
      wait_for (&results[i]);
      g_assert_false (fanfold_registry_scan_finish (self->registry, results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 8 * G_USEC_PER_SEC);
  g_assert_cmpuint (count (self->registry), ==, 0);

  fanfold_registry_set_time_limit (self->registry, 1000);
  fanfold_registry_scan_async (self->registry, NULL, done_cb, &results[2]);
  wait_for (&results[2]);
  g_assert_true (fanfold_registry_scan_finish (self->registry, results[2], NULL));
  g_assert_cmpuint (count (self->registry), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_clear_object (&results[i]);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/registry/find", test_find },
    { "/registry/nothing", test_nothing },
    { "/registry/broken", test_broken },
    { "/registry/hang", test_hang },
    { "/registry/known", test_known },
    { "/registry/known-damaged", test_known_damaged },
    { "/registry/no-cache-folder", test_no_cache_folder },
    { "/registry/trust", test_trust },
    { "/registry/twins", test_twins },
    { "/registry/find-function", test_find_function },
    { "/registry/changes", test_changes },
    { "/registry/requests", test_requests },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
