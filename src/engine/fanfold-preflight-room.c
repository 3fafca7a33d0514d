/* fanfold-preflight-room.c: whether there is room for what the jobs would write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preflight-private.h"

#include "fanfold-free-disk.h"
#include "fanfold-job-size.h"
#include "fanfold-key.h"

/* So many of the jobs stand for all. */
#define MAX_JOBS 1000
#define IS_THERE (FANFOLD_PREFLIGHT_CACHED | 1u << FANFOLD_FINDING_EXISTS)

typedef struct
{
  FanfoldFreeDisk disk;
  double needed;
} Need;

typedef struct
{
  FanfoldPreflight *preflight;
  FanfoldFootprint *footprint;
  FanfoldJobSize *size;
  GArray *needs; /* of Need */
} Room;

static void
clear_need (gpointer data)
{
  Need *need = data;

  fanfold_free_disk_clear (&need->disk);
}

static void
add_need (Room *self, const char *path, double bytes)
{
  Need need = { .needed = bytes };
  guint64 device;

  if (bytes <= 0 || !fanfold_free_disk_get_device (path, &device))
    return;

  for (guint i = 0; i < self->needs->len; i++)
    {
      Need *other = &g_array_index (self->needs, Need, i);

      if (other->disk.device == device)
        {
          other->needed += bytes;
          return;
        }
    }

  if (fanfold_free_disk_get (path, &need.disk))
    g_array_append_val (self->needs, need);
}

/* Where a job writes its files. (transfer full) */
static char *
dup_place (Room *self, guint64 index)
{
  FanfoldCombine *combine = self->preflight->combine;
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (combine));
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);
  const char *folder = fanfold_footprint_get_folder (self->footprint);

  for (guint i = 0; args != NULL && i < params->len; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (args, i);

      if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) != 0 &&
          g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING) &&
          g_variant_get_bytestring (value)[0] != '\0')
        return fanfold_key_dup_path (self->preflight->folder, g_variant_get_bytestring (value));
    }

  return folder != NULL ? g_strdup (folder) : fanfold_key_dup_path (self->preflight->folder, ".");
}

/* @scale: so many jobs are like this one. */
static void
add_job (Room *self, guint64 place, guint64 args_hash, double scale)
{
  guint64 index = fanfold_preflight_get_job (self->preflight, place);
  guint marks = self->preflight->marks[place]; /* nobody else writes them */
  const char *records;
  double bytes;

  if ((marks & FANFOLD_PREFLIGHT_CACHED) == 0)
    {
      bytes = fanfold_footprint_get_record_bytes (self->footprint, &records);
      if (records != NULL)
        add_need (self, records, bytes * scale);
    }

  if ((marks & IS_THERE) != 0 || !fanfold_footprint_is_known (self->footprint) ||
      fanfold_footprint_has_written (self->footprint, args_hash))
    return;

  bytes = fanfold_footprint_get_bytes (self->footprint, fanfold_job_size_get (self->size, index));
  if (bytes > 0)
    {
      g_autofree char *path = dup_place (self, index);

      add_need (self, path, bytes * scale);
    }
}

static void
clear_room (Room *self)
{
  g_array_unref (self->needs);
  fanfold_job_size_free (self->size);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Room, clear_room)

gboolean
fanfold_preflight_find_room (FanfoldPreflight *self,
                             FanfoldFootprint *footprint,
                             const guint64 *hashes,
                             FanfoldFinding *finding)
{
  guint64 n_looked = self->sample.n_to_look;
  guint64 n = MIN (n_looked, MAX_JOBS);
  double worst = 1;
  g_auto (Room) room = {
    .preflight = self,
    .footprint = footprint,
    .size = fanfold_job_size_new (self->combine, self->folder),
    .needs = g_array_new (FALSE, TRUE, sizeof (Need)),
  };

  g_array_set_clear_func (room.needs, clear_need);
  for (guint64 i = 0; i < n; i++)
    {
      guint64 place = i * n_looked / n;

      add_job (&room, place, hashes[place], (double) self->sample.n_jobs / (double) n);
    }

  for (guint i = 0; i < room.needs->len; i++)
    {
      const Need *need = &g_array_index (room.needs, Need, i);

      if (need->needed / (double) need->disk.free_bytes <= worst)
        continue;

      worst = need->needed / (double) need->disk.free_bytes;
      finding->needed_bytes = (guint64) MIN (need->needed, (double) G_MAXINT64);
      finding->free_bytes = need->disk.free_bytes;
      g_free (finding->detail);
      finding->detail = g_strdup (need->disk.where);
    }

  return worst > 1;
}
