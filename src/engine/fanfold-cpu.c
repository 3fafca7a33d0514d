/* fanfold-cpu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cpu.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

#define MAX_CORES 8192

static char *
read_file (const char *root, const char *path)
{
  g_autofree char *full = g_build_filename (root, path, NULL);
  char *contents = NULL;

  g_file_get_contents (full, &contents, NULL, NULL);
  return contents;
}

/* "0-3,8" */
static guint
read_core_list (const char *text, cpu_set_t *cores, gsize set_size)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *end = NULL;
      guint64 first = g_ascii_strtoull (parts[i], &end, 10);
      guint64 last = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 10) : first;

      if (end == parts[i])
        continue;
      for (guint64 core = first; core <= last && core < MAX_CORES; core++)
        CPU_SET_S (core, set_size, cores);
    }

  return (guint) CPU_COUNT_S (set_size, cores);
}

static guint
get_online (const char *root, cpu_set_t *cores, gsize set_size)
{
  g_autofree char *list = read_file (root, "sys/devices/system/cpu/online");
  guint n = list != NULL ? read_core_list (list, cores, set_size) : 0;

  if (n > 0)
    return n;

  n = (guint) MAX (sysconf (_SC_NPROCESSORS_ONLN), 1);
  for (guint core = 0; core < MIN (n, MAX_CORES); core++)
    CPU_SET_S (core, set_size, cores);

  return n;
}

/* Leaves the first @n of @cores. */
static void
keep_first (cpu_set_t *cores, gsize set_size, guint n)
{
  for (guint core = 0; core < MAX_CORES; core++)
    {
      if (!CPU_ISSET_S (core, set_size, cores))
        continue;
      if (n == 0)
        CPU_CLR_S (core, set_size, cores);
      else
        n--;
    }
}

/* A quota in cores, rounded up; 0: none. */
static guint
quota_from_texts (const char *quota_text, const char *period_text)
{
  gint64 quota = g_ascii_strtoll (quota_text, NULL, 10);
  gint64 period = g_ascii_strtoll (period_text, NULL, 10);

  if (quota <= 0 || period <= 0)
    return 0;

  return (guint) MIN ((quota - 1) / period + 1, G_MAXINT);
}

/* "150000 100000", or "max 100000" for none. */
static guint
read_quota_v2 (const char *root, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "cpu.max", NULL);
  g_autofree char *text = read_file (root, path);
  g_auto (GStrv) words = NULL;

  if (text == NULL)
    return 0;

  words = g_strsplit (text, " ", 2);
  return g_strv_length (words) == 2 ? quota_from_texts (words[0], words[1]) : 0;
}

static guint
read_quota_v1 (const char *root, const char *folder)
{
  g_autofree char *quota_path = g_build_filename (folder, "cpu.cfs_quota_us", NULL);
  g_autofree char *period_path = g_build_filename (folder, "cpu.cfs_period_us", NULL);
  g_autofree char *quota = read_file (root, quota_path);
  g_autofree char *period = read_file (root, period_path);

  return quota != NULL && period != NULL ? quota_from_texts (quota, period) : 0;
}

/* The least quota of @group and all above it; inside a container @group may be the host's name for
 * what is the root here, so what is missing counts as none. */
static guint
get_least_quota (const char *root,
                 const char *mount,
                 const char *group,
                 guint (*read_quota) (const char *, const char *))
{
  g_autofree char *relative = g_strdup (strstr (group, "..") == NULL ? group : "/");
  guint least = 0;

  for (;;)
    {
      g_autofree char *folder = g_build_filename (mount, relative, NULL);
      guint quota = read_quota (root, folder);
      char *slash = strrchr (relative, '/');

      if (quota > 0 && (least == 0 || quota < least))
        least = quota;
      if (slash == NULL || relative[0] == '\0')
        return least;
      *slash = '\0';
    }
}

static gboolean
has_controller (const char *controllers, const char *wanted)
{
  g_auto (GStrv) names = g_strsplit (controllers, ",", -1);

  return g_strv_contains ((const char *const *) names, wanted);
}

/* 0: none */
static guint
get_quota (const char *root)
{
  g_autofree char *text = read_file (root, "proc/self/cgroup");
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "0::/\n1:cpu:/\n", "\n", -1);
  guint least = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 3);
      guint quota = 0;

      if (g_strv_length (parts) < 3)
        continue;

      if (parts[1][0] == '\0')
        quota = get_least_quota (root, "sys/fs/cgroup", parts[2], read_quota_v2);
      else if (has_controller (parts[1], "cpu"))
        {
          quota = get_least_quota (root, "sys/fs/cgroup/cpu", parts[2], read_quota_v1);
          if (quota == 0)
            quota = get_least_quota (root, "sys/fs/cgroup/cpu,cpuacct", parts[2], read_quota_v1);
        }

      if (quota > 0 && (least == 0 || quota < least))
        least = quota;
    }

  return least;
}

/* How many different cores of different packages @cores stand for; 0: unknown. */
static guint
count_physical (const char *root, const cpu_set_t *cores, gsize set_size)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint core = 0; core < MAX_CORES; core++)
    {
      g_autofree char *folder = NULL;
      g_autofree char *package_path = NULL;
      g_autofree char *core_path = NULL;
      g_autofree char *package = NULL;
      g_autofree char *id = NULL;

      if (!CPU_ISSET_S (core, set_size, cores))
        continue;

      folder = g_strdup_printf ("sys/devices/system/cpu/cpu%u/topology", core);
      package_path = g_build_filename (folder, "physical_package_id", NULL);
      core_path = g_build_filename (folder, "core_id", NULL);
      package = read_file (root, package_path);
      id = read_file (root, core_path);
      if (package == NULL || id == NULL)
        return 0;

      g_hash_table_add (seen, g_strconcat (package, id, NULL));
    }

  return g_hash_table_size (seen);
}

void
fanfold_cpu_get (FanfoldCpu *cpu)
{
  fanfold_cpu_get_below (cpu, "/", 0);
}

void
fanfold_cpu_get_below (FanfoldCpu *cpu, const char *root, guint affinity)
{
  gsize set_size = CPU_ALLOC_SIZE (MAX_CORES);
  g_autofree cpu_set_t *cores = g_malloc0 (set_size);
  guint quota;
  guint n_physical;

  g_return_if_fail (cpu != NULL);
  g_return_if_fail (root != NULL);

  cpu->n_online = get_online (root, cores, set_size);
  if (affinity > 0)
    keep_first (cores, set_size, affinity);
  else
    sched_getaffinity (0, set_size, cores);

  cpu->n_usable = (guint) CLAMP (CPU_COUNT_S (set_size, cores), 1, (int) cpu->n_online);
  cpu->limit = cpu->n_usable < cpu->n_online ? FANFOLD_CPU_LIMIT_AFFINITY : FANFOLD_CPU_LIMIT_NONE;

  n_physical = count_physical (root, cores, set_size);
  quota = get_quota (root);
  if (quota > 0 && quota < cpu->n_usable)
    {
      cpu->n_usable = quota;
      cpu->limit = FANFOLD_CPU_LIMIT_QUOTA;
    }

  cpu->n_physical = n_physical > 0 ? MIN (n_physical, cpu->n_usable) : cpu->n_usable;
}
