/* fanfold-export-members.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export-members.h"

#include "fanfold-json.h"

typedef struct
{
  gsize offset;
  guint output;
} Gap;

struct _FanfoldExportMembers
{
  guint n_outputs;
  GPtrArray **names; /* one an output; NULL: it is of another type */
  gboolean settled;
  GString *held;
  GArray *gaps;
};

FanfoldExportMembers *
fanfold_export_members_new (FanfoldFunction *function)
{
  FanfoldExportMembers *self;
  GPtrArray *outputs;
  gboolean any = FALSE;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  outputs = fanfold_function_get_outputs (function);
  self = g_new0 (FanfoldExportMembers, 1);
  self->n_outputs = outputs->len;
  self->names = g_new0 (GPtrArray *, outputs->len + 1);
  self->held = g_string_new (NULL);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
  for (guint i = 0; i < outputs->len; i++)
    {
      FanfoldParam *output = g_ptr_array_index (outputs, i);

      if (fanfold_param_get_param_type (output) != FANFOLD_PARAM_TYPE_JSON ||
          fanfold_param_get_flags (output) != FANFOLD_PARAM_FLAG_NONE)
        continue;

      self->names[i] = g_ptr_array_new_with_free_func (g_free);
      any = TRUE;
    }

  if (!any)
    g_clear_pointer (&self, fanfold_export_members_free);

  return self;
}

void
fanfold_export_members_free (FanfoldExportMembers *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_outputs; i++)
    g_clear_pointer (&self->names[i], g_ptr_array_unref);
  g_free (self->names);
  g_string_free (self->held, TRUE);
  g_array_unref (self->gaps);
  g_free (self);
}

gboolean
fanfold_export_members_is_settled (const FanfoldExportMembers *self)
{
  return self == NULL || self->settled;
}

static void
take_names (GPtrArray *names, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL) &&
         names->len < FANFOLD_EXPORT_MEMBERS_MAX)
    g_ptr_array_add (names, g_strdup (name));
}

void
fanfold_export_members_look (FanfoldExportMembers *self, FanfoldBlock *block, guint place)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  for (guint i = 0; i < self->n_outputs; i++)
    {
      g_autoptr (GVariant) value = NULL;
      g_autoptr (JsonNode) node = NULL;

      if (self->names[i] == NULL)
        continue;

      value = fanfold_block_get_output (block, i, place);
      if (value != NULL)
        node = fanfold_json_parse (g_variant_get_string (value, NULL), -1, NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        continue;

      take_names (self->names[i], json_node_get_object (node));
      self->settled = TRUE;
    }
}

void
fanfold_export_members_give_up (FanfoldExportMembers *self)
{
  g_return_if_fail (self != NULL);

  self->settled = TRUE;
}

guint
fanfold_export_members_get_n (const FanfoldExportMembers *self, guint output)
{
  return self != NULL && output < self->n_outputs && self->names[output] != NULL
             ? self->names[output]->len
             : 0;
}

const char *
fanfold_export_members_get_name (const FanfoldExportMembers *self, guint output, guint member)
{
  g_return_val_if_fail (member < fanfold_export_members_get_n (self, output), NULL);

  return g_ptr_array_index (self->names[output], member);
}

GString *
fanfold_export_members_get_held (FanfoldExportMembers *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->held;
}

void
fanfold_export_members_add_gap (FanfoldExportMembers *self, guint output)
{
  Gap gap = { .output = output };

  g_return_if_fail (self != NULL);

  gap.offset = self->held->len;
  if (output < self->n_outputs && self->names[output] != NULL)
    g_array_append_val (self->gaps, gap);
}

void
fanfold_export_members_release (FanfoldExportMembers *self, GString *text)
{
  gsize at = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  for (guint i = 0; i < self->gaps->len; i++)
    {
      const Gap *gap = &g_array_index (self->gaps, Gap, i);

      g_string_append_len (text, self->held->str + at, (gssize) (gap->offset - at));
      for (guint n = fanfold_export_members_get_n (self, gap->output); n > 0; n--)
        g_string_append_c (text, ',');
      at = gap->offset;
    }
  g_string_append_len (text, self->held->str + at, (gssize) (self->held->len - at));

  g_string_truncate (self->held, 0);
  g_array_set_size (self->gaps, 0);
}
