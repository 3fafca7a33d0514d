/* fuzz-glob.c: any bytes as a pattern of files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include "fanfold-glob.h"
#include "fuzz.h"

#define MAX_BYTES 64 /* longer patterns with many stars take their time */

static char *folder;

static void
remove_folder (void)
{
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", folder);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (folder);
}

static void
make_folder (void)
{
  static const char *const names[] = { "a", "b.txt", ".hidden", "[x]", "\xff\xfe", "*", "~" };
  static const char *const below[] = { "", "one", "one/two", "one/two/.three" };
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("fuzz-glob-XXXXXX", &error);
  g_assert_no_error (error);
  atexit (remove_folder);
  for (guint i = 0; i < G_N_ELEMENTS (below); i++)
    {
      g_autofree char *path = g_build_filename (folder, below[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autofree char *file = g_build_filename (path, names[k], NULL);

          g_file_set_contents (file, "", 0, &error);
          g_assert_no_error (error);
        }
    }
}

/* Such a pattern leads away from the folder. */
static gboolean
leads_away (const char *pattern)
{
  return *pattern == '/' || strstr (pattern, "..") != NULL || strstr (pattern, ".\\.") != NULL ||
         g_str_has_prefix (pattern, "~/");
}

static void
check_path (const char *path)
{
  g_autofree char *whole = g_build_filename (folder, path, NULL);
  g_autofree char *pattern = fanfold_glob_escape (path);
  g_autoptr (GPtrArray) again = NULL;

  g_assert_true (g_file_test (whole, G_FILE_TEST_IS_REGULAR));
  again = fanfold_glob_find (pattern, folder, NULL, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (again->pdata[0], ==, path);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree char *pattern = g_strndup ((const char *) data, MIN (size, MAX_BYTES));

  if (folder == NULL)
    make_folder ();
  if (leads_away (pattern))
    return 0;

  paths = fanfold_glob_find (pattern, folder, NULL, &error);
  fuzz_check_refusal (paths, error);
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    check_path (paths->pdata[i]);
  for (guint i = 1; paths != NULL && i < paths->len; i++)
    g_assert_cmpstr (paths->pdata[i - 1], <, paths->pdata[i]);

  return 0;
}
