/* fanfold-input-values.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-values.h"

struct _FanfoldInputValues
{
  GObject parent_instance;

  FanfoldInput *input;
  guint n_values;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldInputValues,
                               fanfold_input_values,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return FANFOLD_INPUT_VALUES (model)->n_values;
}

static gpointer
get_item (GListModel *model, guint position)
{
  FanfoldInputValues *self = FANFOLD_INPUT_VALUES (model);

  if (position >= self->n_values)
    return NULL;

  return gtk_string_object_new (fanfold_input_get_texts (self->input)[position]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
fanfold_input_values_finalize (GObject *object)
{
  FanfoldInputValues *self = FANFOLD_INPUT_VALUES (object);

  g_clear_pointer (&self->input, fanfold_input_unref);

  G_OBJECT_CLASS (fanfold_input_values_parent_class)->finalize (object);
}

static void
fanfold_input_values_class_init (FanfoldInputValuesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_input_values_finalize;
}

static void
fanfold_input_values_init (FanfoldInputValues *self)
{
}

FanfoldInputValues *
fanfold_input_values_new (FanfoldInput *input)
{
  FanfoldInputValues *self;

  g_return_val_if_fail (input != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_INPUT_VALUES, NULL);
  self->input = fanfold_input_ref (input);
  self->n_values = g_strv_length ((GStrv) fanfold_input_get_texts (input));

  return self;
}
