/* fanfold-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-private.h"
#include "fanfold-error.h"
#include "fanfold-history-db.h"
#include "fanfold-run-db.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <unistd.h>

/* A write-ahead log needs memory that all who use the file share. */
static gboolean
is_on_another_machine (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE, NULL, NULL);

  return info != NULL &&
         g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE);
}

static gboolean
make_folders (const char *folder, GError **error)
{
  g_autofree char *runs = g_build_filename (folder, "runs", NULL);
  int number;

  if (g_mkdir_with_parents (runs, 0700) == 0 && g_access (folder, W_OK | X_OK) == 0 &&
      g_access (runs, W_OK | X_OK) == 0)
    return TRUE;

  number = errno;
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_HISTORY,
               _ ("The folder of the history, “%s”, cannot be written: %s."),
               folder,
               g_strerror (number));
  return FALSE;
}

FanfoldHistory *
fanfold_history_open (const char *folder, char **note, GError **error)
{
  g_autoptr (FanfoldHistory) self = NULL;
  g_autoptr (FanfoldDb) db = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (note != NULL)
    *note = NULL;

  self = g_new0 (FanfoldHistory, 1);
  self->ref_count = 1;
  self->folder = g_canonicalize_filename (folder, NULL);
  if (!make_folders (self->folder, error))
    return NULL;

  self->mode = is_on_another_machine (self->folder) ? FANFOLD_DB_WRITE_OLD : FANFOLD_DB_WRITE;
  db = fanfold_history_db_make (self->folder, self->mode, &text, error);
  if (db == NULL)
    return NULL;
  self->newer = fanfold_db_is_newer (db);
  if (note != NULL)
    *note = g_steal_pointer (&text);

  return g_steal_pointer (&self);
}

FanfoldHistory *
fanfold_history_open_to_read (const char *folder)
{
  g_autoptr (FanfoldHistory) self = NULL;
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_new0 (FanfoldHistory, 1);
  self->ref_count = 1;
  self->folder = g_canonicalize_filename (folder, NULL);
  self->mode = FANFOLD_DB_READ;
  db = fanfold_history_db_open (self->folder, FANFOLD_DB_READ, NULL);

  return db != NULL ? g_steal_pointer (&self) : NULL;
}

FanfoldHistory *
fanfold_history_ref (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);

  return self;
}

void
fanfold_history_unref (FanfoldHistory *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  g_free (self->folder);
  g_free (self);
}

const char *
fanfold_history_get_folder (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

gboolean
fanfold_history_can_share_memory (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->mode == FANFOLD_DB_WRITE;
}

gboolean
fanfold_history_is_newer (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->newer;
}

GPtrArray *
fanfold_history_list (FanfoldHistory *self, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  db = fanfold_history_db_open (self->folder, FANFOLD_DB_READ, error);

  return db != NULL ? fanfold_history_db_list (db, error) : NULL;
}

GPtrArray *
fanfold_history_mark_interrupted (FanfoldHistory *self, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (GPtrArray) runs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_history_run_free);

  g_return_val_if_fail (self != NULL, NULL);

  db = fanfold_history_db_open (self->folder, self->mode, error);
  if (db == NULL || !fanfold_db_begin (db, error))
    return NULL;
  if (!fanfold_history_db_mark_interrupted (db, runs, error) || !fanfold_db_commit (db, error))
    {
      fanfold_db_roll_back (db);
      return NULL;
    }

  if (runs->len == 1)
    fanfold_history_count_jobs (self, g_ptr_array_index (runs, 0), NULL);

  return g_steal_pointer (&runs);
}

FanfoldHistoryRun *
fanfold_history_get (FanfoldHistory *self, guint64 id, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  db = fanfold_history_db_open (self->folder, FANFOLD_DB_READ, error);

  return db != NULL ? fanfold_history_db_get (db, id, error) : NULL;
}

FanfoldDb *
fanfold_history_open_run (FanfoldHistory *self, guint64 id, GError **error)
{
  g_autofree char *path = fanfold_history_db_dup_run_path (self->folder, id);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return fanfold_run_db_open (path, error);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_UNKNOWN,
               _ ("The history holds no jobs of run %" PRIu64 ": “%s” is not there."),
               id,
               path);
  return NULL;
}

static gboolean
delete_inside (FanfoldHistory *self, FanfoldDb *db, guint64 id, GError **error)
{
  g_autoptr (FanfoldHistoryRun) run = fanfold_history_db_get (db, id, error);
  g_autofree char *path = fanfold_history_db_dup_run_path (self->folder, id);
  const FanfoldOutlook none = { 0 };

  if (run == NULL)
    return FALSE;
  if (!fanfold_run_state_is_over (run->state))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   _ ("Run %" PRIu64 " still goes on: stop it before deleting it."),
                   id);
      return FALSE;
    }

  /* What a program said of it that was killed is left there. */
  return fanfold_outlook_write (&none, db, id, error) &&
         fanfold_history_db_remove (db, id, error) && fanfold_run_db_remove (path, error);
}

gboolean
fanfold_history_delete (FanfoldHistory *self, guint64 id, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  db = fanfold_history_db_open (self->folder, self->mode, error);
  if (db == NULL || !fanfold_db_begin (db, error))
    return FALSE;
  if (delete_inside (self, db, id, error) && fanfold_db_commit (db, error))
    return TRUE;

  fanfold_db_roll_back (db);
  return FALSE;
}

/* The run's own file says it, too, for the case that the list is lost. */
static gboolean
set_kept_inside (FanfoldHistory *self, FanfoldDb *list, guint64 id, gboolean kept, GError **error)
{
  g_autofree char *path = fanfold_history_db_dup_run_path (self->folder, id);
  g_autoptr (FanfoldHistoryRun) run = fanfold_history_db_get (list, id, error);
  g_autoptr (FanfoldDb) db = NULL;

  if (run == NULL || !fanfold_history_db_set_kept (list, id, kept, error))
    return FALSE;

  db = fanfold_run_db_open_again (path, FANFOLD_DB_WRITE_OLD, NULL);
  if (db != NULL)
    fanfold_history_db_set_kept (db, id, kept, NULL);

  return TRUE;
}

gboolean
fanfold_history_set_kept (FanfoldHistory *self, guint64 id, gboolean kept, GError **error)
{
  g_autoptr (FanfoldDb) list = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  list = fanfold_history_db_open (self->folder, self->mode, error);
  if (list == NULL || !fanfold_db_begin (list, error))
    return FALSE;
  if (set_kept_inside (self, list, id, kept, error) && fanfold_db_commit (list, error))
    return TRUE;

  fanfold_db_roll_back (list);
  return FALSE;
}
