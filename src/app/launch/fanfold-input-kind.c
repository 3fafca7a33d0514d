/* fanfold-input-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-kind.h"
#include "fanfold-blocks-plan.h"
#include "fanfold-error.h"
#include "fanfold-input-lines.h"

#include <glib/gi18n.h>

gboolean
fanfold_input_kind_fits (FanfoldInputKind kind, FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  switch (kind)
    {
    case FANFOLD_INPUT_RANGE:
      return type == FANFOLD_PARAM_TYPE_INT || type == FANFOLD_PARAM_TYPE_REAL;

    case FANFOLD_INPUT_FILES:
      return type == FANFOLD_PARAM_TYPE_FILE;

    case FANFOLD_INPUT_BLOCKS:
      return (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_BLOCKS) != 0;

    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_VALUE:
    case FANFOLD_INPUT_LIST:
    case FANFOLD_INPUT_LINES:
    default:
      return TRUE;
    }
}

const char *
fanfold_input_kind_get_label (FanfoldInputKind kind)
{
  switch (kind)
    {
    case FANFOLD_INPUT_VALUE:
      return _ ("Value");

    case FANFOLD_INPUT_LIST:
      return _ ("List");

    case FANFOLD_INPUT_RANGE:
      return _ ("Range");

    case FANFOLD_INPUT_FILES:
      return _ ("Files");

    case FANFOLD_INPUT_LINES:
      return _ ("Lines");

    case FANFOLD_INPUT_LINSPACE:
      return _ ("Steps");

    case FANFOLD_INPUT_GEOMSPACE:
      return _ ("Ratios");

    case FANFOLD_INPUT_CSV:
      return _ ("CSV");

    case FANFOLD_INPUT_BLOCKS:
      /* Translators: of a file that is cut, a job a block. */
      return _ ("Blocks");

    case FANFOLD_INPUT_TEMPLATE:
      return _ ("Template");

    default:
      g_return_val_if_reached ("");
    }
}

static gboolean
check_list (FanfoldParam *param, const char *const *texts, GError **error)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = fanfold_param_parse (param, texts[i], error);

      if (value == NULL)
        {
          /* Translators: then a sentence follows that says what is wrong. */
          g_prefix_error (error, _ ("Line %u: "), i + 1);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_range (FanfoldParam *param, const char *const *texts, GError **error)
{
  g_autoptr (FanfoldSource) source =
      fanfold_source_new_range (param, texts[0], texts[1], texts[2], error);

  return source != NULL;
}

static gboolean
check_blocks (const char *const *texts, GError **error)
{
  g_auto (FanfoldBlocksPlan) plan = { 0 };

  return fanfold_blocks_plan_parse (&plan, texts + 1, error);
}

static gboolean
check_lines (const char *const *texts, GError **error)
{
  if (!g_str_equal (texts[0], FANFOLD_INPUT_STDIN))
    return TRUE;

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The window has no standard input, which “-” stands for: choose a file, or run "
                  "the batch with fanfold-cli"));
  return FALSE;
}

gboolean
fanfold_input_kind_check (FanfoldInputKind kind,
                          FanfoldParam *param,
                          const char *const *texts,
                          GError **error)
{
  g_autoptr (GVariant) value = NULL;

  switch (kind)
    {
    case FANFOLD_INPUT_VALUE:
      value = fanfold_param_parse (param, texts[0], error);
      return value != NULL;

    case FANFOLD_INPUT_LIST:
      return check_list (param, texts, error);

    case FANFOLD_INPUT_RANGE:
      return check_range (param, texts, error);

    case FANFOLD_INPUT_LINES:
      return check_lines (texts, error);

    case FANFOLD_INPUT_BLOCKS:
      return check_blocks (texts, error);

    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_FILES:
    default:
      return TRUE;
    }
}

gboolean
fanfold_input_kind_is_left_out (FanfoldInputKind kind,
                                FanfoldParam *param,
                                const char *const *texts)
{
  if (texts[0] == NULL)
    return TRUE;

  return kind == FANFOLD_INPUT_VALUE && texts[0][0] == '\0' &&
         (fanfold_param_get_param_type (param) != FANFOLD_PARAM_TYPE_TEXT ||
          (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_REQUIRED) != 0);
}
