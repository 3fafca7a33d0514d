/* fanfold-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-source-private.h"

#include "fanfold-column.h"
#include "fanfold-error.h"
#include "fanfold-lock.h"
#include "fanfold-stream-window.h"

#include <glib/gi18n-lib.h>

/* Of a pattern, whose texts are those of a range: no run has as many jobs. */
#define MAX_CHECKED ((guint64) 1000 * 1000)

struct _FanfoldSource
{
  gatomicrefcount ref_count;
  guint64 size;
  GVariant *values;    /* NULL: spaced numbers, blocks or a stream */
  gconstpointer fixed; /* their bytes, where each is of fixed_size */
  gsize fixed_size;    /* 0: not fixed */
  GVariantType *type;  /* of one value */
  FanfoldSpacing spacing;
  char *texts[3];              /* of the spacing, as written */
  FanfoldFileBlocks *blocks;   /* (nullable) */
  FanfoldStreamWindow *stream; /* (nullable) */
};

static FanfoldSource *
source_new (FanfoldParam *param)
{
  FanfoldSource *self = g_new0 (FanfoldSource, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->type = g_variant_type_copy (fanfold_param_get_variant_type (param));

  return self;
}

/* Looks at @values once for all: GLib would look at where all texts end for each that is taken out
 * of an array which it does not know to be in order. @values: (transfer full). (transfer full) */
static GVariant *
trust (GVariant *values)
{
  g_autoptr (GVariant) checked = values;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_variant_is_normal_form (checked))
    return g_steal_pointer (&checked);

  bytes = g_variant_get_data_as_bytes (checked);
  return g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (checked), bytes, TRUE));
}

FanfoldSource *
fanfold_source_new_array (FanfoldParam *param, GVariant *values)
{
  FanfoldSource *self;
  gsize n_fixed;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (values != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_ARRAY), NULL);
  g_return_val_if_fail (g_variant_n_children (values) > 0, NULL);

  self = source_new (param);
  self->values = trust (g_variant_ref_sink (values));
  self->size = g_variant_n_children (self->values);
  g_assert (g_variant_type_equal (g_variant_type_element (g_variant_get_type (self->values)),
                                  self->type));

  self->fixed_size = fanfold_column_get_fixed_size (self->type);
  if (self->fixed_size > 0)
    self->fixed = g_variant_get_fixed_array (self->values, &n_fixed, self->fixed_size);

  return self;
}

static gboolean
is_real (FanfoldSource *self)
{
  return g_variant_type_equal (self->type, G_VARIANT_TYPE_DOUBLE);
}

/* A spaced number as a new value. */
static GVariant *
get_spaced (FanfoldSource *self, guint64 position)
{
  g_autofree char *text = NULL;

  if (is_real (self))
    return g_variant_new_double (fanfold_spacing_get_real (&self->spacing, position));
  if (self->fixed_size > 0)
    return g_variant_new_int64 (fanfold_spacing_get_int (&self->spacing, position));

  text = fanfold_spacing_dup_text (&self->spacing, position);
  return g_variant_type_equal (self->type, G_VARIANT_TYPE_STRING) ? g_variant_new_string (text)
                                                                  : g_variant_new_bytestring (text);
}

static gboolean
check_position (FanfoldSource *self, FanfoldParam *param, guint64 position, GError **error)
{
  g_autoptr (GVariant) value = fanfold_source_get (self, position);

  return fanfold_param_check (param, value, error);
}

/* Limits are kept by all values where they are by both ends; a pattern has to see each. */
static gboolean
check_values (FanfoldSource *self, FanfoldParam *param, GError **error)
{
  guint64 n = fanfold_param_get_pattern (param) != NULL ? self->size : 1;

  for (guint64 i = 0; i < MIN (n, MAX_CHECKED); i++)
    {
      if (!check_position (self, param, i, error))
        return FALSE;
    }

  return check_position (self, param, self->size - 1, error);
}

static gboolean
check_numbers (FanfoldSource *self, FanfoldParam *param, GError **error)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);
  gboolean is_text = type == FANFOLD_PARAM_TYPE_TEXT || type == FANFOLD_PARAM_TYPE_FILE ||
                     type == FANFOLD_PARAM_TYPE_FOLDER;
  const char *reason = NULL;

  if (type == FANFOLD_PARAM_TYPE_INT && !fanfold_spacing_is_whole (&self->spacing))
    reason = _ ("has values that are no whole numbers of 64 bits, and only such are allowed");
  else if (type != FANFOLD_PARAM_TYPE_INT && type != FANFOLD_PARAM_TYPE_REAL &&
           (!is_text || self->spacing.width == 0))
    reason = is_text
                 ? _ ("gives numbers, and the parameter takes none: give a list instead, or write "
                      "leading zeros, as in 001:100, for texts of one width")
                 : _ ("gives numbers, and the parameter takes none: give a list instead");

  if (reason == NULL)
    return TRUE;

  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, reason);
  return FALSE;
}

FanfoldSource *
fanfold_source_new_spacing (FanfoldParam *param,
                            FanfoldSpacingKind kind,
                            const char *const *texts,
                            GError **error)
{
  const char *last;
  g_autoptr (FanfoldSource) self = NULL;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (texts != NULL && texts[0] != NULL && texts[1] != NULL, NULL);
  g_return_val_if_fail (texts[2] != NULL || kind == FANFOLD_SPACING_RANGE, NULL);

  last = texts[2] != NULL ? texts[2] : "1";
  self = source_new (param);
  self->texts[0] = g_strdup (texts[0]);
  self->texts[1] = g_strdup (texts[1]);
  self->texts[2] = g_strdup (last);
  self->fixed_size = fanfold_column_get_fixed_size (self->type);
  if (!fanfold_spacing_parse (&self->spacing, kind, (const char *const *) self->texts, error) ||
      !check_numbers (self, param, error))
    {
      g_autofree char *written = g_strjoin (":", texts[0], texts[1], last, NULL);
      g_autofree char *shown = g_utf8_make_valid (written, -1);

      g_prefix_error (error,
                      _ ("The %s %s of the parameter “%s” "),
                      fanfold_spacing_kind_to_string (kind),
                      shown,
                      fanfold_param_get_id (param));
      return NULL;
    }

  self->size = self->spacing.size;
  if (!check_values (self, param, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldSource *
fanfold_source_new_range (
    FanfoldParam *param, const char *start, const char *stop, const char *step, GError **error)
{
  const char *const texts[] = { start, stop, step };

  g_return_val_if_fail (start != NULL, NULL);
  g_return_val_if_fail (stop != NULL, NULL);

  return fanfold_source_new_spacing (param, FANFOLD_SPACING_RANGE, texts, error);
}

FanfoldSource *
fanfold_source_new_blocks (FanfoldParam *param, FanfoldFileBlocks *blocks)
{
  FanfoldSource *self;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FILE, NULL);
  g_return_val_if_fail (blocks != NULL, NULL);

  self = source_new (param);
  self->blocks = fanfold_file_blocks_ref (blocks);
  self->size = fanfold_file_blocks_get_size (blocks);

  return self;
}

FanfoldSource *
fanfold_source_new_stream (FanfoldParam *param)
{
  FanfoldSource *self;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  self = source_new (param);
  self->stream = fanfold_stream_window_new (self->type);

  return self;
}

gboolean
fanfold_source_is_stream (FanfoldSource *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->stream != NULL;
}

void
fanfold_source_append (FanfoldSource *self, GVariant *values)
{
  g_return_if_fail (self != NULL && self->stream != NULL);
  g_return_if_fail (values != NULL && g_variant_is_of_type (values, G_VARIANT_TYPE_ARRAY));
  g_return_if_fail (
      g_variant_type_equal (g_variant_type_element (g_variant_get_type (values)), self->type));
  g_return_if_fail (g_variant_n_children (values) > 0);

  fanfold_stream_window_append (self->stream, values);
}

void
fanfold_source_set_fetch (FanfoldSource *self,
                          FanfoldSourceFetchFunc fetch,
                          gpointer user_data,
                          GDestroyNotify destroy)
{
  g_return_if_fail (self != NULL && self->stream != NULL);
  g_return_if_fail (fetch != NULL);

  fanfold_stream_window_set_fetch (self->stream, fetch, user_data, destroy);
}

void
fanfold_source_set_kept (FanfoldSource *self, guint64 n_values)
{
  g_return_if_fail (self != NULL && self->stream != NULL);

  fanfold_stream_window_set_kept (self->stream, n_values);
}

FanfoldSource *
fanfold_source_ref (FanfoldSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_source_unref (FanfoldSource *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->values, g_variant_unref);
  g_clear_pointer (&self->type, g_variant_type_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);
  g_clear_pointer (&self->blocks, fanfold_file_blocks_unref);
  g_clear_pointer (&self->stream, fanfold_stream_window_free);
  g_free (self);
}

guint64
fanfold_source_get_size (FanfoldSource *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->stream != NULL ? fanfold_stream_window_get_size (self->stream) : self->size;
}

gboolean
fanfold_source_is_distinct (FanfoldSource *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->stream != NULL || self->values != NULL)
    return self->stream == NULL && self->size == 1;
  if (self->blocks != NULL)
    return TRUE;

  return fanfold_spacing_is_distinct (&self->spacing);
}

static GVariant *
get_of_stream (FanfoldSource *self, guint64 position)
{
  guint64 first = 0;
  g_autoptr (GVariant) values = fanfold_stream_window_find (self->stream, position, &first);

  return values != NULL ? g_variant_get_child_value (values, position - first) : NULL;
}

static GVariant *
get_block (FanfoldSource *self, guint64 position)
{
  g_autofree char *text = fanfold_file_blocks_dup_text (self->blocks, position);

  return g_variant_ref_sink (g_variant_new_bytestring (text));
}

GVariant *
fanfold_source_get (FanfoldSource *self, guint64 position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < fanfold_source_get_size (self), NULL);

  if (self->stream != NULL)
    return get_of_stream (self, position);
  if (self->values != NULL)
    return g_variant_get_child_value (self->values, position);
  if (self->blocks != NULL)
    return get_block (self, position);

  return g_variant_ref_sink (get_spaced (self, position));
}

static void
fill_spaced (FanfoldSource *self, gpointer column, const guint64 *positions, gsize n_positions)
{
  double *reals = column;
  gint64 *integers = column;

  if (is_real (self))
    {
      for (gsize i = 0; i < n_positions; i++)
        reals[i] = fanfold_spacing_get_real (&self->spacing, positions[i]);
      return;
    }

  for (gsize i = 0; i < n_positions; i++)
    integers[i] = fanfold_spacing_get_int (&self->spacing, positions[i]);
}

static void
fill_fixed (FanfoldSource *self, gpointer column, const guint64 *positions, gsize n_positions)
{
  const guint64 *from = self->fixed;
  const guint8 *from_bytes = self->fixed;
  guint64 *to = column;
  guint8 *to_bytes = column;

  if (self->fixed_size == sizeof (guint64))
    {
      for (gsize i = 0; i < n_positions; i++)
        to[i] = from[positions[i]];
      return;
    }

  for (gsize i = 0; i < n_positions; i++)
    to_bytes[i] = from_bytes[positions[i]];
}

static GVariant *
gather_objects (FanfoldSource *self, const guint64 *positions, gsize n_positions)
{
  g_autofree GVariant **children = g_new (GVariant *, n_positions);
  GVariant *column;

  for (gsize i = 0; i < n_positions; i++)
    children[i] = i > 0 && positions[i] == positions[i - 1]
                      ? g_variant_ref (children[i - 1])
                      : fanfold_source_get (self, positions[i]);

  column = g_variant_ref_sink (g_variant_new_array (self->type, children, n_positions));
  for (gsize i = 0; i < n_positions; i++)
    g_variant_unref (children[i]);

  return column;
}

GVariant *
fanfold_source_gather (FanfoldSource *self, const guint64 *positions, gsize n_positions)
{
  g_autofree char *type = NULL;
  gpointer column;
  gsize size;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (positions != NULL || n_positions == 0, NULL);

  if (self->stream != NULL)
    return fanfold_stream_window_gather (self->stream, positions, n_positions);
  if (self->fixed_size == 0)
    return gather_objects (self, positions, n_positions);

  size = n_positions * self->fixed_size;
  column = g_malloc (MAX (size, 1));
  if (self->values != NULL)
    fill_fixed (self, column, positions, n_positions);
  else
    fill_spaced (self, column, positions, n_positions);

  type = g_strdup_printf ("a%c", *g_variant_type_peek_string (self->type));
  return g_variant_ref_sink (
      g_variant_new_from_data (G_VARIANT_TYPE (type), column, size, TRUE, g_free, column));
}

GVariant *
fanfold_source_to_variant (FanfoldSource *self)
{
  GVariant *content;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->stream != NULL)
    content = g_variant_new_tuple (NULL, 0);
  else if (self->values != NULL)
    content = self->values;
  else if (self->blocks != NULL)
    content = fanfold_file_blocks_to_variant (self->blocks);
  else
    content = g_variant_new (FANFOLD_SOURCE_SPACING_TYPE,
                             (guint32) self->spacing.kind,
                             self->texts[0],
                             self->texts[1],
                             self->texts[2]);

  return g_variant_ref_sink (g_variant_new_variant (content));
}
