/* fanfold-args-columns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-args-columns.h"

#include "fanfold-json.h"
#include "fanfold-param.h"

/* One parameter's values: what of it is set goes by its type. */
typedef struct
{
  FanfoldParamType type;
  GString *head; /* what stands before the value: ,"x": */
  GVariant *values;
  gsize n_values;
  const double *reals;
  const gint64 *integers;
  const guint8 *bools;
  const char **texts; /* an array of our own, its texts are the variant's */
} Column;

struct _FanfoldArgsColumns
{
  GArray *columns;
};

static void
clear_column (gpointer data)
{
  Column *column = data;

  g_string_free (column->head, TRUE);
  g_variant_unref (column->values);
  g_free (column->texts);
}

static void
open_values (Column *column)
{
  switch (column->type)
    {
    case FANFOLD_PARAM_TYPE_REAL:
      column->reals =
          g_variant_get_fixed_array (column->values, &column->n_values, sizeof *column->reals);
      break;

    case FANFOLD_PARAM_TYPE_INT:
      column->integers =
          g_variant_get_fixed_array (column->values, &column->n_values, sizeof *column->integers);
      break;

    case FANFOLD_PARAM_TYPE_BOOL:
      column->bools =
          g_variant_get_fixed_array (column->values, &column->n_values, sizeof *column->bools);
      break;

    case FANFOLD_PARAM_TYPE_TEXT:
    case FANFOLD_PARAM_TYPE_JSON:
    case FANFOLD_PARAM_TYPE_CHOICE:
      column->texts = g_variant_get_strv (column->values, &column->n_values);
      break;

    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
    case FANFOLD_PARAM_TYPE_COMMAND:
      column->texts = g_variant_get_bytestring_array (column->values, &column->n_values);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
append_value (const Column *column, GString *json, gsize place)
{
  switch (column->type)
    {
    case FANFOLD_PARAM_TYPE_REAL:
      fanfold_json_append_real (json, column->reals[place]);
      break;

    case FANFOLD_PARAM_TYPE_INT:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, column->integers[place]);
      break;

    case FANFOLD_PARAM_TYPE_BOOL:
      g_string_append (json, column->bools[place] ? "true" : "false");
      break;

    case FANFOLD_PARAM_TYPE_JSON:
      g_string_append (json, column->texts[place]);
      break;

    case FANFOLD_PARAM_TYPE_TEXT:
    case FANFOLD_PARAM_TYPE_CHOICE:
      fanfold_json_append_text (json, column->texts[place]);
      break;

    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
    case FANFOLD_PARAM_TYPE_COMMAND:
      fanfold_json_append_path (json, column->texts[place]);
      break;

    default:
      g_assert_not_reached ();
    }
}

FanfoldArgsColumns *
fanfold_args_columns_new (GPtrArray *params, GVariant *columns)
{
  FanfoldArgsColumns *self;

  g_return_val_if_fail (params != NULL, NULL);
  g_return_val_if_fail (columns != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (columns, G_VARIANT_TYPE ("av")), NULL);
  g_return_val_if_fail (g_variant_n_children (columns) == params->len, NULL);

  self = g_new0 (FanfoldArgsColumns, 1);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      Column column = { .type = fanfold_param_get_param_type (param) };

      column.head = g_string_new (i > 0 ? "," : "");
      fanfold_json_append_text (column.head, fanfold_param_get_id (param));
      g_string_append_c (column.head, ':');
      g_variant_get_child (columns, i, "v", &column.values);
      open_values (&column);
      g_array_append_val (self->columns, column);
    }

  return self;
}

void
fanfold_args_columns_free (FanfoldArgsColumns *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->columns);
  g_free (self);
}

void
fanfold_args_columns_append_json (FanfoldArgsColumns *self, GString *json, gsize place)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);

  g_string_append_c (json, '{');
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

      g_return_if_fail (place < column->n_values);
      g_string_append_len (json, column->head->str, (gssize) column->head->len);
      append_value (column, json, place);
    }
  g_string_append_c (json, '}');
}

void
fanfold_args_columns_append_value (FanfoldArgsColumns *self,
                                   GString *json,
                                   guint param,
                                   gsize place)
{
  const Column *column;

  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);
  g_return_if_fail (param < self->columns->len);

  column = &g_array_index (self->columns, Column, param);
  g_return_if_fail (place < column->n_values);
  append_value (column, json, place);
}
