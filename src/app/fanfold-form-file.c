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
  GFile *file; /* (nullable) */
  char *text;  /* of the batch as it was saved */
} FormFile;

static void
form_file_free (gpointer data)
{
  FormFile *self = data;

  g_clear_object (&self->file);
  g_free (self->text);
  g_free (self);
}

static char *
dup_text (FanfoldLaunchForm *form)
{
  g_autoptr (FanfoldBatch) batch = fanfold_launch_form_dup_batch (form);

  return fanfold_batch_to_text (batch);
}

void
fanfold_form_file_set (FanfoldLaunchForm *form, GFile *file)
{
  FormFile *self;

  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (form));

  self = g_new0 (FormFile, 1);
  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->text = dup_text (form);
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
  g_autofree char *text = NULL;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (form), FALSE);

  self = g_object_get_data (G_OBJECT (form), KEY);
  if (self == NULL)
    return FALSE;

  text = dup_text (form);

  return !g_str_equal (text, self->text);
}
