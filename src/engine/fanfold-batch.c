/* fanfold-batch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-private.h"

#include "fanfold-error.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (FanfoldBatch, fanfold_batch, G_TYPE_OBJECT)

static void
fanfold_batch_finalize (GObject *object)
{
  FanfoldBatch *self = FANFOLD_BATCH (object);

  g_clear_pointer (&self->function_id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->progress, fanfold_expansion_progress_unref);
  g_clear_pointer (&self->parent, fanfold_batch_parent_unref);

  G_OBJECT_CLASS (fanfold_batch_parent_class)->finalize (object);
}

static void
fanfold_batch_class_init (FanfoldBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_batch_finalize;
}

static void
fanfold_batch_init (FanfoldBatch *self)
{
  const FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  self->name = g_strdup ("");
  self->note = g_strdup ("");
  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  self->settings = settings;
}

FanfoldBatch *
fanfold_batch_new (const char *function_id)
{
  FanfoldBatch *self;

  g_return_val_if_fail (function_id != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_BATCH, NULL);
  self->function_id = g_strdup (function_id);

  return self;
}

FanfoldBatch *
fanfold_batch_copy (FanfoldBatch *self)
{
  FanfoldBatch *copy;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  copy = fanfold_batch_new (self->function_id);
  fanfold_batch_copy_labels (copy, self);
  fanfold_batch_set_folder (copy, self->folder);
  for (guint i = 0; i < self->inputs->len; i++)
    g_ptr_array_add (copy->inputs, fanfold_input_ref (self->inputs->pdata[i]));
  copy->zip = self->zip;
  copy->settings = self->settings;
  fanfold_batch_set_progress (copy, self->progress);
  fanfold_batch_set_parent (copy, self->parent);

  return copy;
}

static char *
load (GFile *file, gsize *length, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;

  if (stream == NULL)
    return NULL;

  text = g_malloc (MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_BYTES + 1, length, NULL, error))
    return NULL;

  if (*length > MAX_BYTES)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("it is larger than 64 MiB, which is the most"));
      return NULL;
    }

  return g_steal_pointer (&text);
}

FanfoldBatch *
fanfold_batch_new_from_file (GFile *file, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (FanfoldBatch) self = NULL;
  g_autoptr (GFile) parent = NULL;
  gsize length;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_parse_name (file);
  text = load (file, &length, error);
  if (text == NULL)
    {
      g_prefix_error (error, _ ("The batch file “%s” cannot be read: "), name);
      return NULL;
    }

  self = fanfold_batch_new_from_text (text, (gssize) length, error);
  if (self == NULL)
    {
      g_prefix_error (error, _ ("The batch file “%s” cannot be used. "), name);
      return NULL;
    }

  parent = g_file_get_parent (file);
  if (parent != NULL)
    {
      g_autofree char *folder = g_file_get_path (parent);

      fanfold_batch_set_folder (self, folder);
    }

  return g_steal_pointer (&self);
}

const char *
fanfold_batch_get_function_id (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->function_id;
}

const char *
fanfold_batch_get_name (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->name;
}

void
fanfold_batch_set_name (FanfoldBatch *self, const char *name)
{
  g_autofree char *old = NULL;

  g_return_if_fail (FANFOLD_IS_BATCH (self));
  g_return_if_fail (name != NULL);

  old = g_steal_pointer (&self->name);
  self->name = g_strdup (name);
}

const char *
fanfold_batch_get_note (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->note;
}

gboolean
fanfold_batch_set_note (FanfoldBatch *self, const char *note, GError **error)
{
  g_autofree char *old = NULL;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), FALSE);
  g_return_val_if_fail (note != NULL, FALSE);

  if (strlen (note) > FANFOLD_BATCH_MAX_NOTE_BYTES)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("a note may be %d bytes long, and this one has %zu"),
                   FANFOLD_BATCH_MAX_NOTE_BYTES,
                   strlen (note));
      return FALSE;
    }

  old = g_steal_pointer (&self->note);
  self->note = g_strdup (note);

  return TRUE;
}

void
fanfold_batch_copy_labels (FanfoldBatch *self, FanfoldBatch *other)
{
  g_return_if_fail (FANFOLD_IS_BATCH (self));
  g_return_if_fail (FANFOLD_IS_BATCH (other));

  fanfold_batch_set_name (self, other->name);
  fanfold_batch_set_note (self, other->note, NULL);
}

const char *
fanfold_batch_get_folder (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->folder;
}

void
fanfold_batch_set_folder (FanfoldBatch *self, const char *folder)
{
  g_autofree char *old = NULL;

  g_return_if_fail (FANFOLD_IS_BATCH (self));

  old = g_steal_pointer (&self->folder);
  self->folder = g_strdup (folder);
}

GPtrArray *
fanfold_batch_get_inputs (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->inputs;
}

gboolean
fanfold_batch_add_input (FanfoldBatch *self, FanfoldInput *input, GError **error)
{
  const char *name;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), FALSE);
  g_return_val_if_fail (input != NULL, FALSE);

  name = fanfold_input_get_name (input);
  for (guint i = 0; i < self->inputs->len; i++)
    {
      if (!g_str_equal (fanfold_input_get_name (self->inputs->pdata[i]), name))
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("The parameter “%s” has two inputs: leave one out"),
                   name);
      return FALSE;
    }

  if (self->zip)
    g_ptr_array_add (self->inputs, fanfold_input_with_group (input, 1));
  else
    g_ptr_array_add (self->inputs, fanfold_input_ref (input));

  return TRUE;
}

void
fanfold_batch_set_zip (FanfoldBatch *self, gboolean zip)
{
  g_return_if_fail (FANFOLD_IS_BATCH (self));

  if (self->zip == !!zip)
    return;

  self->zip = !!zip;
  for (guint i = 0; i < self->inputs->len; i++)
    {
      g_autoptr (FanfoldInput) input = self->inputs->pdata[i];

      self->inputs->pdata[i] = fanfold_input_with_group (input, self->zip ? 1 : 0);
    }
}

const FanfoldSettings *
fanfold_batch_get_settings (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return &self->settings;
}

void
fanfold_batch_set_settings (FanfoldBatch *self, const FanfoldSettings *settings)
{
  g_return_if_fail (FANFOLD_IS_BATCH (self));
  g_return_if_fail (settings != NULL);
  g_return_if_fail (settings->n_jobs != 0);

  self->settings = *settings;
}

void
fanfold_batch_set_progress (FanfoldBatch *self, FanfoldExpansionProgress *progress)
{
  FanfoldExpansionProgress *old;

  g_return_if_fail (FANFOLD_IS_BATCH (self));

  old = self->progress;
  self->progress = progress != NULL ? fanfold_expansion_progress_ref (progress) : NULL;
  g_clear_pointer (&old, fanfold_expansion_progress_unref);
}

void
fanfold_batch_set_parent (FanfoldBatch *self, FanfoldBatchParent *parent)
{
  FanfoldBatchParent *old;

  g_return_if_fail (FANFOLD_IS_BATCH (self));

  old = self->parent;
  self->parent = parent != NULL ? fanfold_batch_parent_ref (parent) : NULL;
  g_clear_pointer (&old, fanfold_batch_parent_unref);
}

FanfoldBatchParent *
fanfold_batch_get_parent (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->parent;
}

guint64
fanfold_batch_get_parent_run (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), 0);

  return self->parent != NULL ? fanfold_batch_parent_get_run (self->parent) : 0;
}
