/* fanfold-combine-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-row.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

typedef enum
{
  COMBINE_PRODUCT,
  COMBINE_IN_STEP,
  COMBINE_AS_OPENED
} Combine;

struct _FanfoldCombineRow
{
  AdwPreferencesRow parent_instance;

  gboolean setting;
  char *error;

  GtkDropDown *choice;
  GtkStringList *model;
  GtkLabel *meaning_label;
  GtkLabel *count_label;
  GtkLabel *error_label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldCombineRow, fanfold_combine_row, ADW_TYPE_PREFERENCES_ROW)

/* The file of a CSV input, whose columns go in step whatever is chosen; else NULL. */
static char *
dup_csv (FanfoldParamRow *row)
{
  g_autoptr (FanfoldInput) input = NULL;

  if (fanfold_param_row_get_kind (row) != FANFOLD_INPUT_CSV)
    return NULL;

  input = fanfold_param_row_dup_input (row);

  return input != NULL ? g_strdup (fanfold_input_get_texts (input)[0]) : NULL;
}

/* Columns of one file share a group. */
static guint
get_product_group (GPtrArray *rows, guint position)
{
  g_autofree char *csv = dup_csv (rows->pdata[position]);
  guint first = position;
  guint n_columns = 0;

  if (csv == NULL)
    return 0;

  for (guint i = rows->len; i > 0; i--)
    {
      g_autofree char *other = dup_csv (rows->pdata[i - 1]);

      if (g_strcmp0 (csv, other) != 0)
        continue;

      first = i - 1;
      n_columns++;
    }

  return n_columns > 1 ? first + 1 : 0;
}

static GArray *
make_groups (GPtrArray *rows, Combine combine)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < rows->len; i++)
    {
      FanfoldParamRow *row = rows->pdata[i];
      guint group = 0;

      if (fanfold_param_row_is_varying (row))
        switch (combine)
          {
          case COMBINE_IN_STEP:
            group = 1;
            break;

          case COMBINE_AS_OPENED:
            group = fanfold_param_row_get_group (row);
            break;

          case COMBINE_PRODUCT:
          default:
            group = get_product_group (rows, i);
            break;
          }
      g_array_append_val (groups, group);
    }

  return groups;
}

static gboolean
goes_with (GArray *groups, guint i, guint k)
{
  guint group = g_array_index (groups, guint, i);

  return i == k || (group != 0 && group == g_array_index (groups, guint, k));
}

/* Whether both make the same of the rows, whatever their numbers. */
static gboolean
is_same (GArray *groups, GArray *others)
{
  for (guint i = 0; i < groups->len; i++)
    for (guint k = 0; k < i; k++)
      if (goes_with (groups, i, k) != goes_with (others, i, k))
        return FALSE;

  return TRUE;
}

/* "in step with “File” and what else", or NULL. (transfer full) */
static char *
describe_partners (GPtrArray *rows, GArray *groups, guint position)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      if (i == position || !goes_with (groups, position, i))
        continue;

      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append_printf (names, _ ("“%s”"), fanfold_param_row_get_label (rows->pdata[i]));
    }

  /* Translators: then the labels of inputs follow, in quotes, with commas. */
  return names->len > 0 ? g_strdup_printf (_ ("in step with %s"), names->str) : NULL;
}

/* The number of values of the group that the row at @position is the first of; 0: not known, or
 * some have another number, which is in @error then. */
static guint64
get_size (FanfoldCombineRow *self, GPtrArray *rows, GArray *groups, guint position)
{
  FanfoldParamRow *first = NULL;
  guint64 size = 0;

  for (guint i = position; i < rows->len; i++)
    {
      FanfoldParamRow *row = rows->pdata[i];
      guint64 n = fanfold_param_row_get_n_values (row);

      if (!goes_with (groups, position, i) || n == 0)
        continue;

      if (first != NULL && n != size)
        {
          g_autofree char *size_text = fanfold_text_count (size);
          g_autofree char *n_text = fanfold_text_count (n);

          g_free (self->error);
          self->error = g_strdup_printf (_ ("“%s” has %s values and “%s” has %s: inputs that go in "
                                            "step need the same number"),
                                         fanfold_param_row_get_label (first),
                                         size_text,
                                         fanfold_param_row_get_label (row),
                                         n_text);
          return 0;
        }
      first = row;
      size = n;
    }

  return size;
}

static gboolean
is_first (GArray *groups, guint position)
{
  for (guint i = 0; i < position; i++)
    if (goes_with (groups, position, i))
      return FALSE;

  return TRUE;
}

/* "4 × 25 × 3 = 300 jobs"; "…" where a number is not known. (transfer full) */
static char *
describe_count (FanfoldCombineRow *self, GPtrArray *rows, GArray *groups)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *jobs = NULL;
  guint64 product = 1;
  guint n_factors = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      guint64 size;
      g_autofree char *number = NULL;

      if (!fanfold_param_row_is_varying (rows->pdata[i]) || !is_first (groups, i))
        continue;

      size = get_size (self, rows, groups, i);
      number = fanfold_text_count (size);
      g_string_append_printf (text, "%s%s", n_factors++ > 0 ? " × " : "", size > 0 ? number : "…");
      if (!g_uint64_checked_mul (&product, product, size))
        product = 0;
    }

  if (product == 0)
    return g_strdup (text->str);

  jobs = fanfold_text_jobs (product);

  return n_factors > 1 ? g_strdup_printf ("%s = %s", text->str, jobs) : g_steal_pointer (&jobs);
}

static Combine
get_combine (FanfoldCombineRow *self)
{
  return (Combine) gtk_drop_down_get_selected (self->choice);
}

static void
show_meaning (FanfoldCombineRow *self)
{
  const char *text = _ ("Each value with each other; the last input varies fastest");

  if (get_combine (self) == COMBINE_IN_STEP)
    text = _ ("The first with the first, the second with the second, and so on");
  else if (get_combine (self) == COMBINE_AS_OPENED)
    text = _ ("Some go in step, as in the file that was opened");

  gtk_label_set_label (self->meaning_label, text);
}

static void
chosen_cb (FanfoldCombineRow *self)
{
  show_meaning (self);
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
fanfold_combine_row_finalize (GObject *object)
{
  FanfoldCombineRow *self = FANFOLD_COMBINE_ROW (object);

  g_clear_pointer (&self->error, g_free);

  G_OBJECT_CLASS (fanfold_combine_row_parent_class)->finalize (object);
}

static void
fanfold_combine_row_class_init (FanfoldCombineRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = fanfold_combine_row_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-combine-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldCombineRow, choice);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCombineRow, model);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCombineRow, meaning_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCombineRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCombineRow, error_label);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
fanfold_combine_row_init (FanfoldCombineRow *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
  show_meaning (self);
}

void
fanfold_combine_row_take (FanfoldCombineRow *self, GPtrArray *rows)
{
  g_autoptr (GArray) opened = NULL;
  Combine combine = COMBINE_AS_OPENED;

  g_return_if_fail (FANFOLD_IS_COMBINE_ROW (self));
  g_return_if_fail (rows != NULL);

  opened = make_groups (rows, COMBINE_AS_OPENED);
  for (Combine way = COMBINE_PRODUCT; way < COMBINE_AS_OPENED; way++)
    {
      g_autoptr (GArray) groups = make_groups (rows, way);

      if (combine == COMBINE_AS_OPENED && is_same (groups, opened))
        combine = way;
    }

  self->setting = TRUE;
  if (combine == COMBINE_AS_OPENED &&
      g_list_model_get_n_items (G_LIST_MODEL (self->model)) == COMBINE_AS_OPENED)
    gtk_string_list_append (self->model, _ ("As in the file"));
  gtk_drop_down_set_selected (self->choice, combine);
  self->setting = FALSE;
}

GArray *
fanfold_combine_row_dup_groups (FanfoldCombineRow *self, GPtrArray *rows)
{
  g_return_val_if_fail (FANFOLD_IS_COMBINE_ROW (self), NULL);
  g_return_val_if_fail (rows != NULL, NULL);

  return make_groups (rows, get_combine (self));
}

void
fanfold_combine_row_update (FanfoldCombineRow *self, GPtrArray *rows)
{
  g_autoptr (GArray) groups = NULL;
  g_autofree char *count = NULL;
  guint n_varying = 0;

  g_return_if_fail (FANFOLD_IS_COMBINE_ROW (self));
  g_return_if_fail (rows != NULL);

  groups = make_groups (rows, get_combine (self));
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *partners = describe_partners (rows, groups, i);

      fanfold_param_row_set_partners (rows->pdata[i], partners);
      if (fanfold_param_row_is_varying (rows->pdata[i]))
        n_varying++;
    }

  g_clear_pointer (&self->error, g_free);
  count = describe_count (self, rows, groups);
  gtk_label_set_label (self->count_label, count);
  gtk_label_set_label (self->error_label, self->error != NULL ? self->error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), self->error != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), n_varying > 1);
}

const char *
fanfold_combine_row_get_error (FanfoldCombineRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_COMBINE_ROW (self), NULL);

  return self->error;
}
