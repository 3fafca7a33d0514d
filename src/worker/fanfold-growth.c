/* fanfold-growth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-growth.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#define LOOK_NSEC (2 * 1000 * 1000) /* of work: not much can have been taken in less */
#define MAX_GROWTH_BYTES ((guint64) 300 * 1000 * 1000) /* where there is no limit */
#define LEAST_PART 16 /* of the limit: another runner would be no smaller */

static guint64
get_own_bytes (void)
{
  char text[128] = "";
  unsigned long resident;
  unsigned long shared;
  int fd = open ("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  gssize length;

  if (fd < 0)
    return 0;

  length = read (fd, text, sizeof text - 1);
  close (fd);
  if (length <= 0 || sscanf (text, "%*u %lu %lu", &resident, &shared) != 2 || shared > resident)
    return 0;

  return (guint64) (resident - shared) * (guint64) sysconf (_SC_PAGESIZE);
}

void
fanfold_growth_start (FanfoldGrowth *self)
{
  *self = (FanfoldGrowth){ .loaded_bytes = get_own_bytes () };
}

static gboolean
is_too_much (FanfoldGrowth *self, guint64 bytes, guint64 limit_bytes)
{
  if (limit_bytes == 0)
    return bytes > self->least_bytes + MAX_GROWTH_BYTES;

  return bytes > limit_bytes / 2 && bytes > self->loaded_bytes + limit_bytes / LEAST_PART;
}

guint64
fanfold_growth_look (FanfoldGrowth *self, gint64 nsec, guint64 limit_bytes)
{
  guint64 bytes;

  self->unseen_nsec += nsec;
  if (self->unseen_nsec < LOOK_NSEC && self->least_bytes != 0)
    return 0;

  self->unseen_nsec = 0;
  bytes = get_own_bytes ();
  if (self->least_bytes == 0)
    self->least_bytes = MAX (bytes, self->loaded_bytes);
  if (!is_too_much (self, bytes, limit_bytes))
    return 0;

  /* What was freed does not count, though the C library has kept it. */
  malloc_trim (0);
  bytes = get_own_bytes ();

  return is_too_much (self, bytes, limit_bytes) ? bytes : 0;
}
