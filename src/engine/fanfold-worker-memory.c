/* fanfold-worker-memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fanfold-block-buffer.h"

gpointer
fanfold_worker_memory_map (int pid, guint fd, guint64 offset)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd/%u", pid, fd);
  struct stat info = { 0 };
  gpointer memory = NULL;
  int own_fd;

  own_fd = open (path, O_RDWR | O_CLOEXEC);
  if (own_fd < 0)
    return NULL;

  /* Beyond the end of a file there is a signal instead of memory. */
  if (fstat (own_fd, &info) == 0 && S_ISREG (info.st_mode) &&
      (guint64) info.st_size >= FANFOLD_BLOCK_BUFFER_BYTES &&
      offset <= (guint64) info.st_size - FANFOLD_BLOCK_BUFFER_BYTES)
    memory = mmap (NULL,
                   FANFOLD_BLOCK_BUFFER_BYTES,
                   PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_NORESERVE,
                   own_fd,
                   (off_t) offset);
  close (own_fd);

  return memory != MAP_FAILED ? memory : NULL;
}

void
fanfold_worker_memory_unmap (gpointer memory)
{
  if (memory != NULL)
    munmap (memory, FANFOLD_BLOCK_BUFFER_BYTES);
}

FanfoldBlock *
fanfold_worker_memory_rescue (gpointer memory,
                              const FanfoldWorkerBundle *bundle,
                              const char *reason)
{
  g_autoptr (FanfoldBlockBuffer) buffer = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  g_autofree char *message = NULL;

  if (memory == NULL)
    return NULL;

  buffer = fanfold_block_buffer_new (bundle->function, memory);
  if (!fanfold_block_buffer_rejoin (
          buffer, bundle->first - bundle->n_over, bundle->n_given, bundle->slot, bundle->attempt) ||
      fanfold_block_buffer_get_n_begun (buffer) <= bundle->n_over)
    return NULL;

  message = g_strdup_printf ("its worker died\n%s", reason);
  fanfold_block_buffer_give_up (buffer, FANFOLD_JOB_CRASHED, g_get_real_time (), 0, message);

  block = fanfold_block_buffer_to_block (buffer, NULL);
  if (block == NULL || fanfold_block_get_n_jobs (block) <= bundle->n_over)
    return NULL;

  return fanfold_block_slice (
      block,
      bundle->n_over,
      MIN (fanfold_block_get_n_jobs (block) - bundle->n_over, bundle->n_jobs));
}
