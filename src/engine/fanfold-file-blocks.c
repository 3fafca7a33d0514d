/* fanfold-file-blocks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-file-blocks.h"

#include "fanfold-error.h"
#include "fanfold-file-block.h"
#include "fanfold-lock.h"
#include "fanfold-record-finder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

struct _FanfoldFileBlocks
{
  gatomicrefcount ref_count;
  char *path; /* as it is given to jobs */
  guint64 size;
  gint64 mtime_nsec;
  guint64 header; /* where the first block begins */
  GArray *stops;  /* of guint64, ascending; the last one is the size */
};

typedef struct
{
  FanfoldFileBlocks *blocks;
  const FanfoldBlocksPlan *plan;
  FanfoldRecordFinder *finder;
  FanfoldExpansionProgress *progress;
  GCancellable *cancellable;
} Cutting;

static FanfoldFileBlocks *
blocks_new (const char *path)
{
  FanfoldFileBlocks *self = g_new0 (FanfoldFileBlocks, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  self->stops = g_array_new (FALSE, FALSE, sizeof (guint64));

  return self;
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, reason);

  return FALSE;
}

static int
refuse_file (GError **error, const char *reason)
{
  refuse (error, reason);

  return -1;
}

/* A FIFO must not be opened only to look. -1 with @error. */
static int
open_file (const char *path, struct stat *status, GError **error)
{
  int fd;

  if (stat (path, status) < 0)
    return refuse_file (error, g_strerror (errno));
  if (S_ISDIR (status->st_mode))
    return refuse_file (error, g_strerror (EISDIR));
  if (!S_ISREG (status->st_mode))
    return refuse_file (error,
                        _ ("it is a pipe or a device, and jobs read their blocks from a file when "
                           "they run: write it to one first"));

  fd = open (path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0 && fstat (fd, status) == 0)
    return fd;

  refuse_file (error, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* The lines that every block is given before its own. */
static gboolean
find_header (Cutting *self, GError **error)
{
  g_autoptr (GBytes) newline = g_bytes_new_static ("\n", 1);
  guint64 at = 0;

  if (self->plan->header > 0)
    {
      if (!fanfold_record_finder_find (
              self->finder, newline, 0, 1, self->plan->header, &at, self->cancellable, error))
        return FALSE;
      at++;
    }
  if (at >= self->blocks->size)
    return refuse (error,
                   self->blocks->size == 0 ? _ ("it is empty")
                                           : _ ("there is nothing behind the lines of its header"));

  self->blocks->header = at;
  return TRUE;
}

/* Where the block ends that begins at @start. */
static gboolean
find_stop (Cutting *self, guint64 start, guint64 *stop, GError **error)
{
  const FanfoldBlocksPlan *plan = self->plan;
  guint64 size = self->blocks->size;
  guint64 from = start + plan->size;

  *stop = size;
  if (plan->size >= size - start)
    return TRUE;
  if (g_bytes_get_size (plan->between) == 0)
    {
      *stop = from;
      return TRUE;
    }

  /* Where only starts of records are known, the one at @start ends nothing. */
  if (plan->size == 0 && plan->end == 0)
    from++;
  if (!fanfold_record_finder_find (self->finder,
                                   plan->between,
                                   from,
                                   MAX (plan->end, 1),
                                   MAX (plan->records, 1),
                                   stop,
                                   self->cancellable,
                                   error))
    return FALSE;

  if (*stop < size)
    *stop += plan->end;
  return TRUE;
}

static gboolean
cut (Cutting *self, GError **error)
{
  guint64 start = self->blocks->header;

  while (start < self->blocks->size)
    {
      if (self->blocks->stops->len >= FANFOLD_FILE_BLOCKS_MAX)
        return refuse (error, _ ("it makes more than 16,777,216 blocks: let them be larger"));
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !find_stop (self, start, &start, error))
        return FALSE;

      g_array_append_val (self->blocks->stops, start);
      fanfold_expansion_progress_add (self->progress, 1);
    }

  return TRUE;
}

/* What is written meanwhile may have moved what was found before. */
static gboolean
check_same (FanfoldFileBlocks *self, int fd, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) < 0)
    return refuse (error, g_strerror (errno));

  return ((guint64) status.st_size == self->size &&
          fanfold_file_block_get_mtime_nsec (&status) == self->mtime_nsec) ||
         refuse (error, _ ("it is being written to: wait until that has ended"));
}

static gboolean
find_all (FanfoldFileBlocks *self,
          const FanfoldBlocksPlan *plan,
          const char *path,
          FanfoldExpansionProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (FanfoldRecordFinder) finder = NULL;
  Cutting cutting = { self, plan, NULL, progress, cancellable };
  struct stat status;
  int fd = open_file (path, &status, error);
  gboolean good;

  if (fd < 0)
    return FALSE;

  self->size = (guint64) status.st_size;
  self->mtime_nsec = fanfold_file_block_get_mtime_nsec (&status);
  finder = fanfold_record_finder_new (fd, self->size);
  cutting.finder = finder;
  good = find_header (&cutting, error) && cut (&cutting, error) && check_same (self, fd, error);
  close (fd);

  return good;
}

FanfoldFileBlocks *
fanfold_file_blocks_find (const char *path,
                          const char *name,
                          const FanfoldBlocksPlan *plan,
                          FanfoldExpansionProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (FanfoldFileBlocks) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (plan != NULL && plan->between != NULL, NULL);

  self = blocks_new (name);
  if (find_all (self, plan, path, progress, cancellable, error))
    return g_steal_pointer (&self);

  if (error != NULL && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *shown = g_filename_display_name (name);

      g_prefix_error (error, _ ("“%s” cannot be cut into blocks: "), shown);
    }
  return NULL;
}

FanfoldFileBlocks *
fanfold_file_blocks_ref (FanfoldFileBlocks *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_file_blocks_unref (FanfoldFileBlocks *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->stops);
  g_free (self->path);
  g_free (self);
}

guint64
fanfold_file_blocks_get_size (FanfoldFileBlocks *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->stops->len;
}

char *
fanfold_file_blocks_dup_text (FanfoldFileBlocks *self, guint64 position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->stops->len, NULL);

  return fanfold_file_block_new (self->path,
                                 position > 0 ? g_array_index (self->stops, guint64, position - 1)
                                              : self->header,
                                 g_array_index (self->stops, guint64, position),
                                 self->header,
                                 self->size,
                                 self->mtime_nsec);
}

GVariant *
fanfold_file_blocks_to_variant (FanfoldFileBlocks *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new (
      "(@aytxt@at)",
      g_variant_new_bytestring (self->path),
      self->size,
      self->mtime_nsec,
      self->header,
      g_variant_new_fixed_array (
          G_VARIANT_TYPE_UINT64, self->stops->data, self->stops->len, sizeof (guint64)));
}

static gboolean
is_sound (FanfoldFileBlocks *self)
{
  guint64 before = self->header;

  for (guint i = 0; i < self->stops->len; i++)
    {
      guint64 stop = g_array_index (self->stops, guint64, i);

      if (stop <= before)
        return FALSE;
      before = stop;
    }

  return *self->path != '\0' && self->stops->len > 0 && before == self->size &&
         self->size <= (guint64) G_MAXINT64;
}

FanfoldFileBlocks *
fanfold_file_blocks_new_from_variant (GVariant *variant)
{
  g_autoptr (FanfoldFileBlocks) self = NULL;
  g_autoptr (GVariant) stops = NULL;
  const char *path;
  gconstpointer data;
  gsize n_stops;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (variant, G_VARIANT_TYPE (FANFOLD_FILE_BLOCKS_TYPE)),
                        NULL);

  g_variant_get_child (variant, 0, "^&ay", &path);
  self = blocks_new (path);
  g_variant_get_child (variant, 1, "t", &self->size);
  g_variant_get_child (variant, 2, "x", &self->mtime_nsec);
  g_variant_get_child (variant, 3, "t", &self->header);
  stops = g_variant_get_child_value (variant, 4);
  data = g_variant_get_fixed_array (stops, &n_stops, sizeof (guint64));
  if (n_stops > FANFOLD_FILE_BLOCKS_MAX)
    return NULL;
  if (n_stops > 0)
    g_array_append_vals (self->stops, data, (guint) n_stops);

  return is_sound (self) ? g_steal_pointer (&self) : NULL;
}
