/* test-cache.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cache-entry.h"
#include "fanfold-cache-function.h"
#include "fanfold-cache-view.h"
#include "fanfold-entries-page.h"

#define DEADLINE_USEC (30 * G_USEC_PER_SEC)
#define CHILD(widget, type, name) gtk_widget_get_template_child (GTK_WIDGET (widget), type, name)

typedef struct
{
  FanfoldEngine *engine;
  GtkWindow *window;
  FanfoldCacheView *view;
  FanfoldEntriesPage *page;
} Fixture;

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline = g_get_monotonic_time () + DEADLINE_USEC;                                     \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline);                                    \
        g_main_context_iteration (NULL, FALSE);                                                    \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static FanfoldFunction *
function_new (const char *plugin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'f'>, 'label': <'F'>, 'cache-version': <uint32 3>, 'flags': <uint32 1>}"));
  FanfoldFunction *function =
      fanfold_function_new_from_variant (description, plugin, "/p.so", "b1", &error);

  g_assert_no_error (error);

  return function;
}

static void
store (FanfoldMemo *memo, const char *plugin, guint n)
{
  g_autoptr (FanfoldFunction) function = function_new (plugin);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *source = g_strdup_printf ("%s %u", plugin, i);
      g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);
      g_autofree char *arguments =
          g_strdup_printf ("{\"file\":\"/some/where/IMG_%04u.jpg\",\"n\":%u}", i, i);

      g_assert_true (
          fanfold_memo_store (memo, function, key, arguments, "{\"a\":[1]}", NULL, 1.5, &error));
      g_assert_no_error (error);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("cache-XXXXXX", NULL);
  g_autofree char *memo = g_build_filename (folder, "memo", NULL);
  FanfoldEnginePaths paths = { .memo_folder = memo, .history_folder = folder };

  fixture->engine = fanfold_engine_new (&paths);
  if (data != NULL)
    {
      store (fanfold_engine_get_memo (fixture->engine), "one", 12);
      store (fanfold_engine_get_memo (fixture->engine), "two", 1);
    }

  fixture->view = g_object_new (FANFOLD_TYPE_CACHE_VIEW, "engine", fixture->engine, NULL);
  fixture->page =
      FANFOLD_ENTRIES_PAGE (CHILD (fixture->view, FANFOLD_TYPE_CACHE_VIEW, "entries_page"));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 1000, 700);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  fanfold_engine_shut_down (fixture->engine);
  g_clear_object (&fixture->engine);
}

static gboolean
stands (Fixture *fixture, const char *name)
{
  GtkStack *stack = GTK_STACK (CHILD (fixture->view, FANFOLD_TYPE_CACHE_VIEW, "stack"));

  return g_strcmp0 (gtk_stack_get_visible_child_name (stack), name) == 0;
}

static GListModel *
get_functions (Fixture *fixture)
{
  return G_LIST_MODEL (CHILD (fixture->view, FANFOLD_TYPE_CACHE_VIEW, "functions"));
}

static guint
count_entries (Fixture *fixture)
{
  return g_list_model_get_n_items (fanfold_entries_page_get_entries (fixture->page));
}

static const char *
get_summary (Fixture *fixture)
{
  return gtk_label_get_label (
      GTK_LABEL (CHILD (fixture->view, FANFOLD_TYPE_CACHE_VIEW, "summary")));
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GObject) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return ADW_MESSAGE_DIALOG (toplevel);
    }

  return NULL;
}

/* Answers as a button does: the response, and the window goes. */
static void
answer (const char *response)
{
  AdwMessageDialog *dialog = find_dialog ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  WAIT_FOR (stands (fixture, "empty"));
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldCacheFunction) function = NULL;
  g_autoptr (FanfoldCacheEntry) entry = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *use = NULL;
  g_autofree char *took = NULL;

  WAIT_FOR (stands (fixture, "functions"));
  g_assert_cmpuint (g_list_model_get_n_items (get_functions (fixture)), ==, 2);
  g_assert_true (g_str_has_prefix (get_summary (fixture), "13 results · "));

  function = g_list_model_get_item (get_functions (fixture), 0);
  g_object_get (function, "contents", &contents, "use", &use, NULL);
  g_assert_cmpstr (fanfold_cache_function_get_title (function), ==, "one.f");
  g_assert_true (g_str_has_prefix (contents, "12 results · "));
  g_assert_cmpstr (use, ==, "not used yet");

  WAIT_FOR (count_entries (fixture) == 12);
  entry = g_list_model_get_item (fanfold_entries_page_get_entries (fixture->page), 0);
  g_object_get (entry, "took", &took, NULL);
  g_assert_cmpstr (took, ==, "1.5 s");
}

static void
test_chosen_entry (Fixture *fixture, gconstpointer data)
{
  GtkSingleSelection *selection;
  g_autoptr (FanfoldCacheEntry) entry = NULL;
  g_autofree char *path = NULL;
  GObject *entry_page;

  WAIT_FOR (count_entries (fixture) == 12);
  selection = GTK_SINGLE_SELECTION (CHILD (fixture->page, FANFOLD_TYPE_ENTRIES_PAGE, "selection"));
  gtk_single_selection_set_selected (selection, 4);
  entry_page = CHILD (fixture->page, FANFOLD_TYPE_ENTRIES_PAGE, "entry_page");
  g_assert_cmpstr (gtk_label_get_label (
                       GTK_LABEL (CHILD (entry_page, G_OBJECT_TYPE (entry_page), "version_label"))),
                   ==,
                   "one.f, version 3");

  entry = g_list_model_get_item (fanfold_entries_page_get_entries (fixture->page), 4);
  path = fanfold_cache_entry_dup_path (
      entry, fanfold_memo_get_folder (fanfold_engine_get_memo (fixture->engine)));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_clear_function (Fixture *fixture, gconstpointer data)
{
  WAIT_FOR (count_entries (fixture) == 12);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "cache.clear-function", NULL);
  answer ("cancel");
  g_assert_cmpuint (g_list_model_get_n_items (get_functions (fixture)), ==, 2);

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "cache.clear-function", NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (find_dialog ()), "one.f"));
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_body (find_dialog ()), "12 results ("));
  answer ("clear");
  WAIT_FOR (g_list_model_get_n_items (get_functions (fixture)) == 1);
  g_assert_true (g_str_has_prefix (get_summary (fixture), "1 result · "));
  WAIT_FOR (count_entries (fixture) == 1);
}

static void
test_clear_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) left = NULL;

  WAIT_FOR (count_entries (fixture) == 12);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "cache.clear-all", NULL);
  answer ("clear");
  WAIT_FOR (stands (fixture, "empty"));
  left = fanfold_memo_list_functions (fanfold_engine_get_memo (fixture->engine), NULL, NULL);
  g_assert_cmpuint (left->len, ==, 0);
}

/* What another program stores is seen when the view is shown again. */
static void
test_shown_again (Fixture *fixture, gconstpointer data)
{
  WAIT_FOR (count_entries (fixture) == 12);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  store (fanfold_engine_get_memo (fixture->engine), "one", 15);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  WAIT_FOR (count_entries (fixture) == 15);
}

static void
assert_line (const char *json, const char *expected)
{
  g_autofree char *line = fanfold_cache_text_arguments (json);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_arguments (void)
{
  assert_line ("{\"file\":\"/a/b/IMG_1.jpg\",\"algorithm\":\"sha256\"}", "IMG_1.jpg · sha256");
  assert_line ("{\"x\":1.0,\"yes\":true,\"none\":null}", "1.0 · true · null");
  assert_line ("{}", "");
  assert_line ("torn {", "torn {");
  assert_line (NULL, "");
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("home-XXXXXX", NULL);

  /* Not G_TEST_OPTION_ISOLATE_DIRS: without the system's folders there are no types for icons. */
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)
  ADD ("/cache/empty", NULL, test_empty);
  ADD ("/cache/lists", "filled", test_lists);
  ADD ("/cache/chosen-entry", "filled", test_chosen_entry);
  ADD ("/cache/clear-function", "filled", test_clear_function);
  ADD ("/cache/clear-all", "filled", test_clear_all);
  ADD ("/cache/shown-again", "filled", test_shown_again);
#undef ADD
  g_test_add_func ("/cache/arguments", test_arguments);

  return g_test_run ();
}
