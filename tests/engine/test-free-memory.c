/* test-free-memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-free-memory.h"
#include "file-tree.h"

#define MACHINE_KIB 8000000
#define MACHINE ((guint64) MACHINE_KIB * 1024)

typedef struct
{
  char *root;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = g_dir_make_tmp ("fanfold-free-memory-XXXXXX", NULL);
  file_tree_write (fixture->root,
                   "proc/meminfo",
                   "MemTotal:       16000000 kB\n"
                   "MemFree:          500000 kB\n"
                   "MemAvailable:    8000000 kB\n"
                   "Buffers:          100000 kB\n");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  file_tree_remove (fixture->root);
  g_free (fixture->root);
}

static guint64
get (Fixture *fixture)
{
  return fanfold_free_memory_get_bytes_below (fixture->root);
}

static void
test_machine (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (get (fixture), ==, MACHINE);

  /* Inside a container the name is often the host's, and there is no such folder. */
  file_tree_write (fixture->root, "proc/self/cgroup", "0::/docker/abc\n");
  g_assert_cmpuint (get (fixture), ==, MACHINE);
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "MemAvailable:\n", "MemAvailable: much\n", "\n\n\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      file_tree_write (fixture->root, "proc/meminfo", texts[i]);
      g_assert_cmpuint (get (fixture), ==, 0);
    }
  g_assert_cmpuint (fanfold_free_memory_get_bytes_below ("/nowhere"), ==, 0);
}

static void
test_v2 (Fixture *fixture, gconstpointer data)
{
  const char *root = fixture->root;

  file_tree_write (root, "proc/self/cgroup", "0::/user.slice/app:1.scope\n");
  file_tree_write (root, "sys/fs/cgroup/user.slice/app:1.scope/memory.max", "max\n");
  file_tree_write (root, "sys/fs/cgroup/user.slice/app:1.scope/memory.current", "7000000\n");
  g_assert_cmpuint (get (fixture), ==, MACHINE);

  file_tree_write (root, "sys/fs/cgroup/user.slice/app:1.scope/memory.max", "10000000\n");
  g_assert_cmpuint (get (fixture), ==, 3000000);

  file_tree_write (root,
                   "sys/fs/cgroup/user.slice/app:1.scope/memory.stat",
                   "anon 1000000\nfile 6000000\nactive_anon 500000\ninactive_file 2000000\n"
                   "active_file 1000000\nslab_reclaimable 500000\nslab 900000\n");
  g_assert_cmpuint (get (fixture), ==, 6500000);

  file_tree_write (root, "sys/fs/cgroup/user.slice/app:1.scope/memory.high", "9000000\n");
  g_assert_cmpuint (get (fixture), ==, 5500000);
}

static void
test_v2_parents (Fixture *fixture, gconstpointer data)
{
  const char *root = fixture->root;

  file_tree_write (root, "proc/self/cgroup", "0::/user.slice/app.scope\n");
  file_tree_write (root, "sys/fs/cgroup/user.slice/app.scope/memory.max", "10000000\n");
  file_tree_write (root, "sys/fs/cgroup/user.slice/app.scope/memory.current", "7000000\n");
  file_tree_write (root, "sys/fs/cgroup/user.slice/memory.max", "9000000\n");
  file_tree_write (root, "sys/fs/cgroup/user.slice/memory.current", "8000000\n");
  g_assert_cmpuint (get (fixture), ==, 1000000);

  file_tree_write (root, "sys/fs/cgroup/memory.max", "9000000\n");
  file_tree_write (root, "sys/fs/cgroup/memory.current", "8500000\n");
  g_assert_cmpuint (get (fixture), ==, 500000);

  /* None is left, which is not the same as nothing known. */
  file_tree_write (root, "sys/fs/cgroup/memory.current", "9500000\n");
  g_assert_cmpuint (get (fixture), ==, 1);
}

static void
test_v1 (Fixture *fixture, gconstpointer data)
{
  const char *root = fixture->root;

  file_tree_write (root, "proc/self/cgroup", "5:memory:/batch/a\n4:cpu,cpuacct:/b\n");
  file_tree_write (root, "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  file_tree_write (root, "sys/fs/cgroup/memory/memory.usage_in_bytes", "9000000\n");
  g_assert_cmpuint (get (fixture), ==, MACHINE);

  file_tree_write (root, "sys/fs/cgroup/memory/batch/memory.limit_in_bytes", "10000000\n");
  file_tree_write (root, "sys/fs/cgroup/memory/batch/memory.usage_in_bytes", "9000000\n");
  file_tree_write (root,
                   "sys/fs/cgroup/memory/batch/memory.stat",
                   "inactive_file 5\ntotal_inactive_file 200000\ntotal_active_file 300000\n");
  g_assert_cmpuint (get (fixture), ==, 1500000);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "\n", "max", "lots", "-" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      file_tree_write (fixture->root, "sys/fs/cgroup/memory.max", texts[i]);
      file_tree_write (fixture->root, "sys/fs/cgroup/memory.current", "100\n");
      g_assert_cmpuint (get (fixture), ==, MACHINE);

      file_tree_write (fixture->root, "sys/fs/cgroup/memory.max", "1000\n");
      file_tree_write (fixture->root, "sys/fs/cgroup/memory.current", texts[i]);
      g_assert_cmpuint (get (fixture), ==, MACHINE);
    }
}

static void
test_here (void)
{
  g_assert_cmpuint (fanfold_free_memory_get_bytes (), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/free-memory/machine", test_machine);
  ADD ("/free-memory/unknown", test_unknown);
  ADD ("/free-memory/v2", test_v2);
  ADD ("/free-memory/v2-parents", test_v2_parents);
  ADD ("/free-memory/v1", test_v1);
  ADD ("/free-memory/broken", test_broken);
#undef ADD
  g_test_add_func ("/free-memory/here", test_here);

  return g_test_run ();
}
