/* fanfold-form-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-form-file.h"
#include "fanfold-words.h"

#define KEY "fanfold-form-file"

typedef struct
{
  GFile *file;         /* (nullable) */
  FanfoldBatch *saved; /* the batch as it was saved */
} FormFile;

static void
form_file_free (gpointer data)
{
  FormFile *self = data;

  g_clear_object (&self->file);
  g_object_unref (self->saved);
  g_free (self);
}

/* All but the inputs. */
static char *
dup_rest (FanfoldBatch *batch)
{
  g_autoptr (FanfoldBatch) rest = fanfold_batch_new (fanfold_batch_get_function_id (batch));

  fanfold_batch_copy_labels (rest, batch);
  fanfold_batch_set_settings (rest, fanfold_batch_get_settings (batch));

  return fanfold_batch_to_text (rest);
}

/* Without the text of a batch, as a great many values may be in it. */
static gboolean
are_equal (FanfoldBatch *batch, FanfoldBatch *other)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  GPtrArray *others = fanfold_batch_get_inputs (other);
  g_autofree char *rest = dup_rest (batch);
  g_autofree char *other_rest = dup_rest (other);

  if (inputs->len != others->len)
    return FALSE;

  for (guint i = 0; i < inputs->len; i++)
    if (!fanfold_input_equal (inputs->pdata[i], others->pdata[i]))
      return FALSE;

  return g_str_equal (rest, other_rest);
}

void
fanfold_form_file_set (FanfoldLaunchForm *form, GFile *file)
{
  FormFile *self;

  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (form));

  self = g_new0 (FormFile, 1);
  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->saved = fanfold_launch_form_dup_batch (form);
  g_object_set_data_full (G_OBJECT (form), KEY, self, form_file_free);
}

gboolean
fanfold_form_file_is_known (FanfoldLaunchForm *form)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (form), FALSE);

  return g_object_get_data (G_OBJECT (form), KEY) != NULL;
}

GFile *
fanfold_form_file_get (FanfoldLaunchForm *form)
{
  FormFile *self;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (form), NULL);

  self = g_object_get_data (G_OBJECT (form), KEY);

  return self != NULL ? self->file : NULL;
}

char *
fanfold_form_file_dup_name (FanfoldLaunchForm *form)
{
  GFile *file = fanfold_form_file_get (form);
  g_autofree char *name = NULL;

  if (file == NULL)
    return g_strdup (fanfold_words_function_label (fanfold_launch_form_get_function (form)));

  name = g_file_get_basename (file);

  return g_filename_display_name (name);
}

gboolean
fanfold_form_file_is_changed (FanfoldLaunchForm *form)
{
  FormFile *self;
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (form), FALSE);

  self = g_object_get_data (G_OBJECT (form), KEY);
  if (self == NULL)
    return FALSE;

  batch = fanfold_launch_form_dup_batch (form);

  return !are_equal (batch, self->saved);
}
