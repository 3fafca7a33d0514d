/* fanfold-spacing.h: numbers that follow from three texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-geomspace.h"
#include "fanfold-range.h"

G_BEGIN_DECLS

/* The numbers are those of what the history keeps. */
typedef enum
{
  FANFOLD_SPACING_RANGE,    /* start, stop, step */
  FANFOLD_SPACING_LINSPACE, /* first, last, count */
  FANFOLD_SPACING_GEOMSPACE /* first, last, count */
} FanfoldSpacingKind;

/* Immutable once parsed: any thread. */
typedef struct
{
  FanfoldSpacingKind kind;
  guint64 size;
  guint width; /* of its numbers as texts, filled up with zeros; 0: as they are */
  union
  {
    FanfoldRange range; /* of a linspace as well */
    FanfoldGeomspace geomspace;
  };
} FanfoldSpacing;

/* [any] "range", "linspace", "geomspace" */
const char *fanfold_spacing_kind_to_string (FanfoldSpacingKind kind);

/* [any] @texts: three; the step of a range may be NULL. A range of whole numbers whose start or
 * stop is written with leading zeros has texts as wide as the wider of the two, as the shell's
 * {001..100}. FANFOLD_ERROR_INVALID as fanfold_range_parse () and fanfold_geomspace_parse (). */
gboolean fanfold_spacing_parse (FanfoldSpacing *self,
                                FanfoldSpacingKind kind,
                                const char *const *texts,
                                GError **error);

/* [any] Whether all values are whole numbers of 64 bits. */
gboolean fanfold_spacing_is_whole (const FanfoldSpacing *self);

/* [any] Whether the doubles nearest to its values, or those of a whole one, are certainly all
 * different. */
gboolean fanfold_spacing_is_distinct (const FanfoldSpacing *self);

/* [any] @position is below the size. */
double fanfold_spacing_get_real (const FanfoldSpacing *self, guint64 position);

/* [any] The same of one that is whole. */
gint64 fanfold_spacing_get_int (const FanfoldSpacing *self, guint64 position);

/* [any] "007": the same, as wide as the others. (transfer full) */
char *fanfold_spacing_dup_text (const FanfoldSpacing *self, guint64 position);

G_END_DECLS
