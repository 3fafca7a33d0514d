/* fanfold-source-read.c: the part of fanfold-source.h that has a source back from the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-source-private.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>

static void
set_misfit_error (FanfoldParam *param, GError **error)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The values kept for the parameter “%s” do not fit it"),
               fanfold_param_get_id (param));
}

static FanfoldSource *
new_from_texts (FanfoldParam *param, GVariant *content, GError **error)
{
  const char *texts[3];
  guint32 kind;

  g_variant_get (content, "(u&s&s&s)", &kind, &texts[0], &texts[1], &texts[2]);
  if (kind <= FANFOLD_SPACING_GEOMSPACE)
    return fanfold_source_new_spacing (param, (FanfoldSpacingKind) kind, texts, error);

  set_misfit_error (param, error);
  return NULL;
}

static FanfoldSource *
new_from_blocks (FanfoldParam *param, GVariant *content, GError **error)
{
  g_autoptr (FanfoldFileBlocks) blocks = NULL;

  if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FILE)
    blocks = fanfold_file_blocks_new_from_variant (content);
  if (blocks != NULL)
    return fanfold_source_new_blocks (param, blocks);

  set_misfit_error (param, error);
  return NULL;
}

FanfoldSource *
fanfold_source_new_from_variant (FanfoldParam *param, GVariant *variant, GError **error)
{
  g_autoptr (GVariant) content = NULL;
  g_autoptr (GVariant) normal = NULL;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (variant != NULL, NULL);

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARIANT))
    content = g_variant_get_variant (variant);

  if (content != NULL && g_variant_is_of_type (content, G_VARIANT_TYPE_UNIT))
    return fanfold_source_new_stream (param);

  if (content != NULL &&
      g_variant_is_of_type (content, G_VARIANT_TYPE (FANFOLD_SOURCE_SPACING_TYPE)))
    return new_from_texts (param, content, error);
  if (content != NULL && g_variant_is_of_type (content, G_VARIANT_TYPE (FANFOLD_FILE_BLOCKS_TYPE)))
    return new_from_blocks (param, content, error);

  if (content == NULL || !g_variant_is_of_type (content, G_VARIANT_TYPE_ARRAY) ||
      !g_variant_type_equal (g_variant_type_element (g_variant_get_type (content)),
                             fanfold_param_get_variant_type (param)) ||
      g_variant_n_children (content) == 0)
    {
      set_misfit_error (param, error);
      return NULL;
    }

  normal = g_variant_get_normal_form (content);
  return fanfold_source_new_array (param, normal);
}
