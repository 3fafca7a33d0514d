/* fanfold-batch-place.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-place.h"

#include <string.h>

/* What is no pattern although its characters look like one. */
static char *
escape_glob (const char *path)
{
  GString *escaped = g_string_new (NULL);

  for (; *path != '\0'; path++)
    {
      if (strchr ("*?[]\\{}", *path) != NULL)
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *path);
    }

  return g_string_free (escaped, FALSE);
}

/* (transfer full) */
static GStrv
make_absolute (const char *const *texts, const char *folder, guint n_paths)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    {
      gboolean relative = i < n_paths && texts[i][0] != '\0' && texts[i][0] != '/' &&
                          !g_str_equal (texts[i], "-") && !g_str_has_prefix (texts[i], "file://");

      g_ptr_array_add (made,
                       relative ? g_strconcat (folder, "/", texts[i], NULL) : g_strdup (texts[i]));
    }
  g_ptr_array_add (made, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&made), FALSE);
}

/* How many of an input's texts are paths. */
static guint
count_paths (FanfoldInput *input, FanfoldFunction *function)
{
  FanfoldParam *param =
      fanfold_function_find_param (function, fanfold_input_get_name (input), NULL);
  FanfoldParamType type =
      param != NULL ? fanfold_param_get_param_type (param) : FANFOLD_PARAM_TYPE_TEXT;

  switch (fanfold_input_get_kind (input))
    {
    case FANFOLD_INPUT_FILES:
      return G_MAXUINT;

    case FANFOLD_INPUT_LINES:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_BLOCKS:
      return 1;

    case FANFOLD_INPUT_VALUE:
    case FANFOLD_INPUT_LIST:
      return type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER ? G_MAXUINT : 0;

    case FANFOLD_INPUT_RANGE:
    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_TEMPLATE:
    default:
      return 0;
    }
}

/* A glob without a slash is held against names, wherever they are. */
static FanfoldInput *
place_exclude (FanfoldInput *input, FanfoldInput *then, const char *folder)
{
  g_auto (GStrv) globs = g_strdupv ((GStrv) fanfold_input_get_exclude (then));

  for (guint i = 0; globs[i] != NULL; i++)
    if (strchr (globs[i], '/') != NULL && globs[i][0] != '/')
      {
        char *glob = g_strconcat (folder, "/", globs[i], NULL);

        g_free (globs[i]);
        globs[i] = glob;
      }

  return fanfold_input_with_exclude (input, (const char *const *) globs);
}

/* (transfer full) */
static FanfoldInput *
place_input (FanfoldInput *input, FanfoldFunction *function, const char *folder)
{
  FanfoldInputKind kind = fanfold_input_get_kind (input);
  guint n_paths = count_paths (input, function);
  g_autofree char *escaped = NULL;
  g_autoptr (FanfoldInput) placed = NULL;
  g_autoptr (FanfoldInput) grouped = NULL;

  if (n_paths == 0)
    return fanfold_input_ref (input);

  escaped = kind == FANFOLD_INPUT_FILES ? escape_glob (folder) : g_strdup (folder);
  placed =
      fanfold_input_new_take (fanfold_input_get_name (input),
                              kind,
                              make_absolute (fanfold_input_get_texts (input), escaped, n_paths));
  grouped = fanfold_input_with_group (placed, fanfold_input_get_group (input));
  if (kind != FANFOLD_INPUT_FILES || fanfold_input_get_exclude (input)[0] == NULL)
    return g_steal_pointer (&grouped);

  return place_exclude (grouped, input, escaped);
}

FanfoldBatch *
fanfold_batch_place (FanfoldBatch *batch, FanfoldFunction *function, const char *folder)
{
  g_autoptr (FanfoldBatch) placed = NULL;
  g_autofree char *here = NULL;
  GPtrArray *inputs;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  here = g_strdup (fanfold_batch_get_folder (batch));
  if (here == NULL)
    here = g_get_current_dir ();
  if (g_strcmp0 (here, folder) == 0)
    {
      placed = fanfold_batch_copy (batch);
      fanfold_batch_set_folder (placed, folder);
      return g_steal_pointer (&placed);
    }

  placed = fanfold_batch_new (fanfold_batch_get_function_id (batch));
  fanfold_batch_copy_labels (placed, batch);
  fanfold_batch_set_folder (placed, folder);
  fanfold_batch_set_settings (placed, fanfold_batch_get_settings (batch));
  fanfold_batch_set_parent (placed, fanfold_batch_get_parent (batch));
  inputs = fanfold_batch_get_inputs (batch);
  for (guint i = 0; i < inputs->len; i++)
    {
      g_autoptr (FanfoldInput) input = place_input (inputs->pdata[i], function, here);

      fanfold_batch_add_input (placed, input, NULL);
    }

  return g_steal_pointer (&placed);
}
