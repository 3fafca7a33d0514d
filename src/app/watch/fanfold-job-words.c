/* fanfold-job-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-words.h"
#include "fanfold-file-block.h"

/* Where in the arguments; -1: nowhere. */
static int
find_command (FanfoldCombine *combine)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (combine));

  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_COMMAND)
      return (int) i;

  return -1;
}

gboolean
fanfold_job_words_has_command (FanfoldCombine *combine)
{
  g_return_val_if_fail (combine != NULL, FALSE);

  return find_command (combine) >= 0;
}

char *
fanfold_job_words_dup_command (FanfoldCombine *combine, guint64 index)
{
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GVariant) value = NULL;
  int place;

  g_return_val_if_fail (combine != NULL, NULL);

  place = find_command (combine);
  if (place >= 0)
    args = fanfold_combine_get_args (combine, index);
  if (args == NULL)
    return NULL;

  value = g_variant_get_child_value (args, (gsize) place);

  return g_utf8_make_valid (g_variant_get_bytestring (value), -1);
}

/* (nullable) (transfer full) */
static GFile *
make_file (FanfoldParam *param, GVariant *value, const char *folder)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);
  g_autofree char *path = NULL;

  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING) ||
      (type != FANFOLD_PARAM_TYPE_FILE && type != FANFOLD_PARAM_TYPE_FOLDER))
    return NULL;

  path = fanfold_file_block_dup_path (g_variant_get_bytestring (value));
  if (*path == '\0')
    return NULL;
  if (g_path_is_absolute (path) || folder == NULL)
    return g_file_new_for_path (path);

  return g_file_new_build_filename (folder, path, NULL);
}

GFile *
fanfold_job_words_dup_file (FanfoldCombine *combine, guint64 index, const char *folder)
{
  g_autoptr (GVariant) args = NULL;
  GPtrArray *params;
  GFile *file = NULL;

  g_return_val_if_fail (combine != NULL, NULL);

  for (guint i = 0; file == NULL && i < fanfold_combine_get_n_free (combine); i++)
    {
      g_autoptr (GVariant) value = fanfold_combine_get_free_value (combine, i, index);

      file = make_file (fanfold_combine_get_free_param (combine, i), value, folder);
    }

  params = fanfold_function_get_params (fanfold_combine_get_function (combine));
  if (file == NULL)
    args = fanfold_combine_get_args (combine, index);
  for (guint i = 0; args != NULL && file == NULL && i < params->len; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (args, i);

      file = make_file (params->pdata[i], value, folder);
    }

  return file;
}
