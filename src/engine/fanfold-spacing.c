/* fanfold-spacing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-spacing.h"

#include <string.h>

#define MAX_WIDTH 100

const char *
fanfold_spacing_kind_to_string (FanfoldSpacingKind kind)
{
  static const char *const words[] = { "range", "linspace", "geomspace" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (words), NULL);

  return words[kind];
}

/* How wide a whole number is written, its sign counted; 0: not one of digits alone. */
static guint
get_width (const char *text, gboolean *has_zeros)
{
  const char *digits = text + (*text == '-' ? 1 : 0);
  gsize n_digits = strspn (digits, "0123456789");

  if (n_digits == 0 || digits[n_digits] != '\0' || n_digits >= MAX_WIDTH)
    return 0;
  if (n_digits > 1 && *digits == '0')
    *has_zeros = TRUE;

  return (guint) strlen (text);
}

static guint
find_width (const char *start, const char *stop)
{
  gboolean has_zeros = FALSE;
  guint start_width = get_width (start, &has_zeros);
  guint stop_width = get_width (stop, &has_zeros);

  return has_zeros && start_width > 0 && stop_width > 0 ? MAX (start_width, stop_width) : 0;
}

gboolean
fanfold_spacing_parse (FanfoldSpacing *self,
                       FanfoldSpacingKind kind,
                       const char *const *texts,
                       GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (texts != NULL, FALSE);

  *self = (FanfoldSpacing){ .kind = kind };
  if (kind == FANFOLD_SPACING_GEOMSPACE)
    {
      if (!fanfold_geomspace_parse (&self->geomspace, texts[0], texts[1], texts[2], error))
        return FALSE;
      self->size = self->geomspace.size;
      return TRUE;
    }

  if (kind == FANFOLD_SPACING_LINSPACE
          ? !fanfold_range_parse_linspace (&self->range, texts[0], texts[1], texts[2], error)
          : !fanfold_range_parse (&self->range, texts[0], texts[1], texts[2], error))
    return FALSE;

  self->size = self->range.size;
  if (kind == FANFOLD_SPACING_RANGE && fanfold_range_is_whole (&self->range))
    self->width = find_width (texts[0], texts[1]);

  return TRUE;
}

gboolean
fanfold_spacing_is_whole (const FanfoldSpacing *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == FANFOLD_SPACING_GEOMSPACE ? fanfold_geomspace_is_whole (&self->geomspace)
                                                 : fanfold_range_is_whole (&self->range);
}

gboolean
fanfold_spacing_is_distinct (const FanfoldSpacing *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == FANFOLD_SPACING_GEOMSPACE ? fanfold_geomspace_is_distinct (&self->geomspace)
                                                 : fanfold_range_is_distinct (&self->range);
}

double
fanfold_spacing_get_real (const FanfoldSpacing *self, guint64 position)
{
  return self->kind == FANFOLD_SPACING_GEOMSPACE
             ? fanfold_geomspace_get_real (&self->geomspace, position)
             : fanfold_range_get_real (&self->range, position);
}

gint64
fanfold_spacing_get_int (const FanfoldSpacing *self, guint64 position)
{
  return self->kind == FANFOLD_SPACING_GEOMSPACE
             ? fanfold_geomspace_get_int (&self->geomspace, position)
             : fanfold_range_get_int (&self->range, position);
}

char *
fanfold_spacing_dup_text (const FanfoldSpacing *self, guint64 position)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf (
      "%0*" G_GINT64_FORMAT, (int) self->width, fanfold_spacing_get_int (self, position));
}
