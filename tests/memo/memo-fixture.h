/* memo-fixture.h: a memo cache in a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fanfold-key.h"
#include "fanfold-memo.h"

#define KEY_A "3fa0000000000000000000000000000000000000000000000000000000000000"
#define KEY_B "3fb0000000000000000000000000000000000000000000000000000000000000"
#define KEY_C "00c0000000000000000000000000000000000000000000000000000000000000"

typedef struct
{
  char *root;
  char *folder; /* of the cache, not there yet */
  FanfoldFunction *function;
  FanfoldMemo *memo;
} Fixture;

static inline FanfoldFunction *
make_function (const char *name, guint cache_version, guint flags)
{
  g_autofree char *text = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function;

  text = g_strdup_printf (
      "{'id': <'%s'>, 'label': <'%s'>, 'cache-version': <uint32 %u>, 'flags': <uint32 %u>,"
      " 'params': <@aa{sv} [{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>},"
      " {'id': <'to'>, 'label': <'To'>, 'type': <uint32 5>, 'flags': <uint32 32>}]>,"
      " 'outputs': <@aa{sv} [{'id': <'y'>, 'label': <'Y'>, 'type': <uint32 3>},"
      " {'id': <'made'>, 'label': <'Made'>, 'type': <uint32 5>}]>}",
      name,
      name,
      cache_version,
      flags);
  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function = fanfold_function_new_from_variant (description, "test", "/test.so", "abc", &error);
  g_assert_no_error (error);

  return function;
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("fanfold-memo-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->root, "cache", "memo", NULL);
  fixture->function = make_function ("pure", 1, 0);
  fixture->memo = fanfold_memo_new (fixture->folder);
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  fanfold_memo_unref (fixture->memo);
  g_object_unref (fixture->function);
  remove_tree (fixture->root);
  g_free (fixture->folder);
  g_free (fixture->root);
}

/* Below the function's folder: "3f/….memo". (transfer full) */
static inline char *
dup_path (Fixture *fixture, const char *below)
{
  return g_build_filename (fixture->folder, "test.pure", below, NULL);
}

static inline char *
dup_entry_path (Fixture *fixture, const char *key)
{
  g_autofree char *below = g_strdup_printf ("%.2s/%s.memo", key, key);

  return dup_path (fixture, below);
}

static inline void
store (Fixture *fixture, const char *key, const char *result_json)
{
  g_autoptr (GError) error = NULL;
  gboolean stored;

  stored = fanfold_memo_store (
      fixture->memo, fixture->function, key, "{\"x\":1.0}", result_json, NULL, 2.5, &error);
  g_assert_no_error (error);
  g_assert_true (stored);
}

/* (transfer full) (nullable) The result; a note is not expected. */
static inline char *
look_up (Fixture *fixture, const char *key)
{
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *note = NULL;

  entry = fanfold_memo_look_up (fixture->memo, fixture->function, key, &note);
  g_assert_null (note);

  return entry != NULL ? g_strdup (entry->result_json) : NULL;
}

static inline void
assert_found (Fixture *fixture, const char *key, const char *result_json)
{
  g_autofree char *found = look_up (fixture, key);

  g_assert_cmpstr (found, ==, result_json);
}

static inline void
assert_counts (Fixture *fixture,
               guint n_hits,
               guint n_misses,
               guint n_stores,
               guint n_set_aside,
               guint n_unstored)
{
  FanfoldMemoCounts counts;

  fanfold_memo_get_counts (fixture->memo, &counts);
  g_assert_cmpuint (counts.n_hits, ==, n_hits);
  g_assert_cmpuint (counts.n_misses, ==, n_misses);
  g_assert_cmpuint (counts.n_stores, ==, n_stores);
  g_assert_cmpuint (counts.n_set_aside, ==, n_set_aside);
  g_assert_cmpuint (counts.n_unstored, ==, n_unstored);
}
