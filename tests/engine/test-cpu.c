/* test-cpu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cpu.h"
#include "file-tree.h"

#include <sched.h>

typedef struct
{
  char *root;
} Fixture;

static void
write_file (Fixture *fixture, const char *path, const char *contents)
{
  file_tree_write (fixture->root, path, contents);
}

/* Eight cores, two a physical one, in two packages whose core ids are the same. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = g_dir_make_tmp ("fanfold-cpu-XXXXXX", NULL);
  write_file (fixture, "sys/devices/system/cpu/online", "0-7\n");
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *core = NULL;
      g_autofree char *package = NULL;
      g_autofree char *id = g_strdup_printf ("%u\n", i / 2 % 2);

      core = g_strdup_printf ("sys/devices/system/cpu/cpu%u/topology/core_id", i);
      package = g_strdup_printf ("sys/devices/system/cpu/cpu%u/topology/physical_package_id", i);
      write_file (fixture, core, id);
      write_file (fixture, package, i < 4 ? "0\n" : "1\n");
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  file_tree_remove (fixture->root);
  g_free (fixture->root);
}

static void
assert_cpu (
    Fixture *fixture, guint affinity, guint n_usable, guint n_physical, FanfoldCpuLimit limit)
{
  FanfoldCpu cpu;

  fanfold_cpu_get_below (&cpu, fixture->root, affinity);
  g_assert_cmpuint (cpu.n_online, ==, 8);
  g_assert_cmpuint (cpu.n_usable, ==, n_usable);
  g_assert_cmpuint (cpu.n_physical, ==, n_physical);
  g_assert_cmpint (cpu.limit, ==, limit);
}

static void
test_affinity (Fixture *fixture, gconstpointer data)
{
  assert_cpu (fixture, 8, 8, 4, FANFOLD_CPU_LIMIT_NONE);
  assert_cpu (fixture, 100, 8, 4, FANFOLD_CPU_LIMIT_NONE);
  assert_cpu (fixture, 3, 3, 2, FANFOLD_CPU_LIMIT_AFFINITY);
  assert_cpu (fixture, 1, 1, 1, FANFOLD_CPU_LIMIT_AFFINITY);
}

static void
test_quota_v2 (Fixture *fixture, gconstpointer data)
{
  write_file (fixture, "proc/self/cgroup", "0::/user.slice/app:1.scope\n");
  assert_cpu (fixture, 8, 8, 4, FANFOLD_CPU_LIMIT_NONE);

  write_file (fixture, "sys/fs/cgroup/user.slice/app:1.scope/cpu.max", "max 100000\n");
  assert_cpu (fixture, 8, 8, 4, FANFOLD_CPU_LIMIT_NONE);

  write_file (fixture, "sys/fs/cgroup/user.slice/app:1.scope/cpu.max", "550000 100000\n");
  assert_cpu (fixture, 8, 6, 4, FANFOLD_CPU_LIMIT_QUOTA);
  assert_cpu (fixture, 5, 5, 3, FANFOLD_CPU_LIMIT_AFFINITY);

  /* The least of all above counts. */
  write_file (fixture, "sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n");
  assert_cpu (fixture, 8, 2, 2, FANFOLD_CPU_LIMIT_QUOTA);

  write_file (fixture, "sys/fs/cgroup/cpu.max", "1 100000\n");
  assert_cpu (fixture, 8, 1, 1, FANFOLD_CPU_LIMIT_QUOTA);
}

static void
test_quota_v1 (Fixture *fixture, gconstpointer data)
{
  write_file (fixture, "proc/self/cgroup", "5:memory:/a\n4:cpu,cpuacct:/docker/abc\n0::/a\n");
  write_file (fixture, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  write_file (fixture, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  assert_cpu (fixture, 8, 8, 4, FANFOLD_CPU_LIMIT_NONE);

  write_file (fixture, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n");
  assert_cpu (fixture, 8, 3, 3, FANFOLD_CPU_LIMIT_QUOTA);
}

static void
test_broken_quota (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "", "\n", "max", "0 100000", "-5 100000", "100000 0", "x y"
  };

  write_file (fixture, "proc/self/cgroup", "0::/../elsewhere\nrubbish\n::\n");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      write_file (fixture, "sys/fs/cgroup/cpu.max", texts[i]);
      assert_cpu (fixture, 8, 8, 4, FANFOLD_CPU_LIMIT_NONE);
    }

  write_file (fixture, "sys/fs/cgroup/cpu.max", "200000 100000\n");
  assert_cpu (fixture, 8, 2, 2, FANFOLD_CPU_LIMIT_QUOTA);
}

static void
test_unknown_topology (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
      g_build_filename (fixture->root, "sys/devices/system/cpu/cpu3/topology/core_id", NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
  assert_cpu (fixture, 8, 8, 8, FANFOLD_CPU_LIMIT_NONE);
}

static void
test_here (void)
{
  FanfoldCpu cpu;
  cpu_set_t cores;

  g_assert_cmpint (sched_getaffinity (0, sizeof cores, &cores), ==, 0);
  fanfold_cpu_get (&cpu);
  g_assert_cmpuint (cpu.n_usable, >=, 1);
  g_assert_cmpuint (cpu.n_usable, <=, (guint) CPU_COUNT (&cores));
  g_assert_cmpuint (cpu.n_physical, >=, 1);
  g_assert_cmpuint (cpu.n_physical, <=, cpu.n_usable);
  g_assert_cmpuint (cpu.n_usable, <=, cpu.n_online);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/cpu/affinity", test_affinity);
  ADD ("/cpu/quota-v2", test_quota_v2);
  ADD ("/cpu/quota-v1", test_quota_v1);
  ADD ("/cpu/broken-quota", test_broken_quota);
  ADD ("/cpu/unknown-topology", test_unknown_topology);
#undef ADD
  g_test_add_func ("/cpu/here", test_here);

  return g_test_run ();
}
