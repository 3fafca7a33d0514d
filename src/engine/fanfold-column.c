/* fanfold-column.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-column.h"

#include "fanfold-text-column.h"

#include <string.h>

struct _FanfoldColumn
{
  GVariantType *type;
  gsize fixed_size;  /* 0: texts */
  GByteArray *bytes; /* of texts: each with its NUL, behind one byte that is none of them */
  GArray *texts;     /* of FanfoldText */
};

gsize
fanfold_column_get_fixed_size (const GVariantType *type)
{
  g_return_val_if_fail (type != NULL, 0);

  if (g_variant_type_equal (type, G_VARIANT_TYPE_BOOLEAN))
    return sizeof (guint8);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_INT64) ||
      g_variant_type_equal (type, G_VARIANT_TYPE_DOUBLE))
    return sizeof (guint64);

  return 0;
}

static void
start (FanfoldColumn *self)
{
  self->bytes = g_byte_array_new ();
  if (self->fixed_size == 0)
    g_byte_array_append (self->bytes, (const guint8 *) "", 1);
}

FanfoldColumn *
fanfold_column_new (const GVariantType *type)
{
  FanfoldColumn *self;

  g_return_val_if_fail (type != NULL, NULL);

  self = g_new0 (FanfoldColumn, 1);
  self->type = g_variant_type_copy (type);
  self->fixed_size = fanfold_column_get_fixed_size (type);
  self->texts = g_array_new (FALSE, FALSE, sizeof (FanfoldText));
  start (self);

  return self;
}

void
fanfold_column_free (FanfoldColumn *self)
{
  g_return_if_fail (self != NULL);

  g_variant_type_free (self->type);
  g_byte_array_unref (self->bytes);
  g_array_unref (self->texts);
  g_free (self);
}

static const char *
get_text (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL)
                                                             : g_variant_get_bytestring (value);
}

void
fanfold_column_add_text (FanfoldColumn *self, const char *bytes, gsize length)
{
  FanfoldText text = { .length = length };

  g_return_if_fail (self != NULL && self->fixed_size == 0);
  g_return_if_fail (bytes != NULL);

  text.offset = self->bytes->len;
  g_byte_array_append (self->bytes, (const guint8 *) bytes, (guint) length + 1);
  g_array_append_val (self->texts, text);
}

void
fanfold_column_add (FanfoldColumn *self, GVariant *value)
{
  const char *bytes;

  g_return_if_fail (self != NULL);
  g_return_if_fail (g_variant_is_of_type (value, self->type));

  if (self->fixed_size > 0)
    {
      g_byte_array_append (self->bytes, g_variant_get_data (value), (guint) self->fixed_size);
      return;
    }

  bytes = get_text (value);
  fanfold_column_add_text (self, bytes, strlen (bytes));
}

void
fanfold_column_add_from (FanfoldColumn *self, GVariant *values, gsize first, gsize n)
{
  gsize n_values;
  const guint8 *fixed;

  g_return_if_fail (self != NULL);
  g_return_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_ARRAY));
  g_return_if_fail (first + n <= g_variant_n_children (values));

  if (self->fixed_size > 0)
    {
      fixed = g_variant_get_fixed_array (values, &n_values, self->fixed_size);
      g_byte_array_append (
          self->bytes, fixed + first * self->fixed_size, (guint) (n * self->fixed_size));
      return;
    }

  for (gsize i = first; i < first + n; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (values, i);

      fanfold_column_add (self, value);
    }
}

guint64
fanfold_column_get_n_values (FanfoldColumn *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fixed_size > 0 ? self->bytes->len / self->fixed_size : self->texts->len;
}

gsize
fanfold_column_get_n_bytes (FanfoldColumn *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bytes->len;
}

static GVariant *
end_fixed (FanfoldColumn *self)
{
  g_autoptr (GVariantType) type = g_variant_type_new_array (self->type);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (self->bytes);

  return g_variant_new_from_bytes (type, bytes, TRUE);
}

static GVariant *
end_texts (FanfoldColumn *self)
{
  GVariant *values = fanfold_text_column_new (self->type,
                                              self->bytes->data,
                                              1,
                                              self->bytes->len,
                                              (const FanfoldText *) (gpointer) self->texts->data,
                                              self->texts->len);

  g_assert (values != NULL);
  g_byte_array_unref (self->bytes);
  g_array_set_size (self->texts, 0);

  return values;
}

GVariant *
fanfold_column_end (FanfoldColumn *self)
{
  GVariant *values;

  g_return_val_if_fail (self != NULL, NULL);

  values = self->fixed_size > 0 ? end_fixed (self) : end_texts (self);
  start (self);

  return g_variant_ref_sink (values);
}
