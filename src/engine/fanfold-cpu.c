/* fanfold-cpu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cpu.h"

#include "fanfold-cgroup.h"

#include <sched.h>
#include <unistd.h>

#define MAX_CORES 8192

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
  g_autofree char *list = fanfold_cgroup_read (root, "sys/devices/system/cpu", "online");
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
  g_autofree char *text = fanfold_cgroup_read (root, folder, "cpu.max");
  g_auto (GStrv) words = NULL;

  if (text == NULL)
    return 0;

  words = g_strsplit (text, " ", 2);
  return g_strv_length (words) == 2 ? quota_from_texts (words[0], words[1]) : 0;
}

static guint
read_quota_v1 (const char *root, const char *folder)
{
  g_autofree char *quota = fanfold_cgroup_read (root, folder, "cpu.cfs_quota_us");
  g_autofree char *period = fanfold_cgroup_read (root, folder, "cpu.cfs_period_us");

  return quota != NULL && period != NULL ? quota_from_texts (quota, period) : 0;
}

static void
take_least_quota (const char *root, const char *folder, int version, gpointer user_data)
{
  guint *least = user_data;
  guint quota = version == 1 ? read_quota_v1 (root, folder) : read_quota_v2 (root, folder);

  if (quota > 0 && (*least == 0 || quota < *least))
    *least = quota;
}

/* How many different cores of different packages @cores stand for; 0: unknown. */
static guint
count_physical (const char *root, const cpu_set_t *cores, gsize set_size)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint core = 0; core < MAX_CORES; core++)
    {
      g_autofree char *folder = NULL;
      g_autofree char *package = NULL;
      g_autofree char *id = NULL;

      if (!CPU_ISSET_S (core, set_size, cores))
        continue;

      folder = g_strdup_printf ("sys/devices/system/cpu/cpu%u/topology", core);
      package = fanfold_cgroup_read (root, folder, "physical_package_id");
      id = fanfold_cgroup_read (root, folder, "core_id");
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
  guint quota = 0;
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
  fanfold_cgroup_foreach (root, "cpu", take_least_quota, &quota);
  if (quota > 0 && quota < cpu->n_usable)
    {
      cpu->n_usable = quota;
      cpu->limit = FANFOLD_CPU_LIMIT_QUOTA;
    }

  cpu->n_physical = n_physical > 0 ? MIN (n_physical, cpu->n_usable) : cpu->n_usable;
}
