/* fanfold-source.h: values by position: what an input expands to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-file-blocks.h"
#include "fanfold-param.h"
#include "fanfold-spacing.h"

G_BEGIN_DECLS

/* Spaced numbers store their three texts, blocks of a file where they end, a stream what came last,
 * everything else an array. Counted atomically: any thread; immutable, but for a stream, which
 * grows. */
typedef struct _FanfoldSource FanfoldSource;

/* [any] @values: an array of the parameter's type; taken if floating. (transfer full) */
FanfoldSource *fanfold_source_new_array (FanfoldParam *param, GVariant *values);

/* [any] start + i·step up to but not including stop, reckoned in decimal from the digits as
 * written, so that the fourth value of 0:1:0.1 is the same double as 0.3. @param: INT or REAL; an
 * INT refuses fractions. FANFOLD_ERROR_INVALID: not a number, step 0, no value, more than 2^32 - 1
 * values, a value out of the parameter's limits. (transfer full) */
FanfoldSource *fanfold_source_new_range (
    FanfoldParam *param, const char *start, const char *stop, const char *step, GError **error);

/* [any] The same for any kind of spaced numbers, of three @texts; the step of a range may be NULL.
 * A TEXT, FILE or FOLDER takes a range that is written with leading zeros, and no other: 001:100 is
 * "001", "002" … "099". (transfer full) */
FanfoldSource *fanfold_source_new_spacing (FanfoldParam *param,
                                           FanfoldSpacingKind kind,
                                           const char *const *texts,
                                           GError **error);

/* [any] The texts of @blocks, of a FILE. (transfer full) */
FanfoldSource *fanfold_source_new_blocks (FanfoldParam *param, FanfoldFileBlocks *blocks);

/* [any] A stream: empty at first. A few MiB of what came last are in memory, and everything that
 * was not said to be kept; the rest is fetched again. (transfer full) */
FanfoldSource *fanfold_source_new_stream (FanfoldParam *param);
gboolean fanfold_source_is_stream (FanfoldSource *self);

/* [any] Adds @values, an array of the parameter's type, at least one; taken if floating. To a
 * stream that was not read back. */
void fanfold_source_append (FanfoldSource *self, GVariant *values);

/* [any] How to have values again: the array that holds @position, and where it begins, or NULL
 * where it cannot be read. It is called on any thread, under no lock, and may wait for the disk.
 * (transfer full), not floating */
typedef GVariant *(*FanfoldSourceFetchFunc) (guint64 position, guint64 *first, gpointer user_data);
/* [any] The first stays; @destroy is called with the last reference, or at once. */
void fanfold_source_set_fetch (FanfoldSource *self,
                               FanfoldSourceFetchFunc fetch,
                               gpointer user_data,
                               GDestroyNotify destroy);
/* [any] The first @n_values can be fetched from now on. Of a stream that was read back these are
 * all that have come. */
void fanfold_source_set_kept (FanfoldSource *self, guint64 n_values);

FanfoldSource *fanfold_source_ref (FanfoldSource *self);
void fanfold_source_unref (FanfoldSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldSource, fanfold_source_unref)

/* [any] At least 1; of a stream, how many have come. */
guint64 fanfold_source_get_size (FanfoldSource *self);

/* [any] Whether all of its values are known to be different without a look at them: those of
 * spaced numbers that are not too fine for their doubles, blocks of a file, and one alone. */
gboolean fanfold_source_is_distinct (FanfoldSource *self);

/* [any] (nullable) where a value of a stream cannot be fetched. (transfer full), not floating */
GVariant *fanfold_source_get (FanfoldSource *self, guint64 position);

/* [any] The values at @positions as an array of the parameter's type: a bundle's column. Numbers
 * are filled in without an object each. (nullable) as above. (transfer full), not floating */
GVariant *fanfold_source_gather (FanfoldSource *self, const guint64 *positions, gsize n_positions);

/* [any] To keep it in the history and have it back for a function of the same parameter; a stream
 * without its values. (transfer full), not floating */
GVariant *fanfold_source_to_variant (FanfoldSource *self);
FanfoldSource *
fanfold_source_new_from_variant (FanfoldParam *param, GVariant *variant, GError **error);

G_END_DECLS
