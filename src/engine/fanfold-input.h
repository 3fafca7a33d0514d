/* fanfold-input.h: where a parameter's values come from, as a person wrote it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-input-context.h"
#include "fanfold-source.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_INPUT_VALUE,
  FANFOLD_INPUT_LIST,
  FANFOLD_INPUT_RANGE,
  FANFOLD_INPUT_FILES,
  FANFOLD_INPUT_LINES,
  FANFOLD_INPUT_LINSPACE,
  FANFOLD_INPUT_GEOMSPACE,
  FANFOLD_INPUT_CSV,
  FANFOLD_INPUT_BLOCKS,
  FANFOLD_INPUT_TEMPLATE
} FanfoldInputKind;

/* A definition: texts, unchecked until it is expanded for a parameter. Immutable, counted
 * atomically. */
typedef struct _FanfoldInput FanfoldInput;

/* [any] @name: the parameter it feeds, or a free name that templates use. @texts, NULL-ended: the
 * value; the list's values; start, stop and perhaps step of a range; the globs of files; the path
 * of a file of lines, "-" for standard input; first, last and count of evenly spaced numbers
 * (linspace, the last one included), or of evenly spaced ratios (geomspace), named and reckoned as
 * numpy does; the path of a CSV file and the header of a column; the path of a file
 * that is cut into blocks, "-" for the one that standard input is, and the words that say how
 * (fanfold_blocks_plan_parse ()); a template. (transfer full) */
FanfoldInput *fanfold_input_new (const char *name, FanfoldInputKind kind, const char *const *texts);
/* [any] @texts: (transfer full), for a great many. */
FanfoldInput *fanfold_input_new_take (const char *name, FanfoldInputKind kind, GStrv texts);

/* [any] The same from the command line's forms: NAME=VALUE, NAME=V1,V2 (with \, and \\),
 * NAME=A:B:C, NAME=GLOB, NAME=FILE, NAME=FILE:HEADER (with \: and \\). FANFOLD_ERROR_INVALID where
 * the name or the = is missing or a range is malformed. (transfer full) */
FanfoldInput *fanfold_input_parse (FanfoldInputKind kind, const char *text, GError **error);

FanfoldInput *fanfold_input_ref (FanfoldInput *self);
void fanfold_input_unref (FanfoldInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldInput, fanfold_input_unref)

/* [any] */
const char *fanfold_input_get_name (FanfoldInput *self);
FanfoldInputKind fanfold_input_get_kind (FanfoldInput *self);
const char *const *fanfold_input_get_texts (FanfoldInput *self);

/* [any] Whether both are the same in all; at once where they share their texts. */
gboolean fanfold_input_equal (FanfoldInput *self, FanfoldInput *other);

/* [any] (transfer full) The input with another group: those of one group go in step. 0, as at
 * first: alone. */
FanfoldInput *fanfold_input_with_group (FanfoldInput *self, guint group);
guint fanfold_input_get_group (FanfoldInput *self);

/* [any] (transfer full) The input under another name; as with another group, the texts are not
 * copied. */
FanfoldInput *fanfold_input_with_name (FanfoldInput *self, const char *name);

/* [any] (transfer full) The input, of files, without those that one of @globs matches (nullable,
 * NULL-ended): a glob without a slash is held against a file's or a folder's own name, any other
 * against the path as it is given. */
FanfoldInput *fanfold_input_with_exclude (FanfoldInput *self, const char *const *globs);
const char *const *fanfold_input_get_exclude (FanfoldInput *self); /* never NULL */

/* [any] The word of batch files and of the command line: "value", "list", "range", "files",
 * "lines", "linspace", "geomspace", "csv", "blocks", "template". */
const char *fanfold_input_kind_to_string (FanfoldInputKind kind);

/* [any] What its values are where it feeds no parameter: a FILE, bytes of any kind; of spaced
 * numbers INT where all are whole, else REAL, and FILE for a range that is written with leading
 * zeros. (transfer full) */
FanfoldParam *fanfold_input_create_free_param (FanfoldInput *self);

/* [any] May wait for the disk. The values, checked against @param; globs are below
 * @folder (nullable: the current one); files come out in the order of the globs, none twice, named
 * as fanfold_glob_find () does: folders for a FOLDER. FANFOLD_ERROR_INVALID names the
 * parameter: a range that is malformed, of no values or not of numbers, a glob that matches
 * nothing, a folder that cannot be read, a value that @param refuses (with its place in the list).
 * Lines end with \n or \r\n, the last one need not; an empty one is a value, too. A regular file of
 * up to 256 MiB is read here; a larger one is refused with the advice to stream it. Of standard
 * input, a pipe or a FIFO nothing is read: the source is a stream, for a FanfoldFeed. (transfer
 * full) */
FanfoldSource *fanfold_input_expand (FanfoldInput *self,
                                     FanfoldParam *param,
                                     const char *folder,
                                     GCancellable *cancellable,
                                     GError **error);

/* [any] Whether @param, (nullable) where it is free, takes what inputs of its kind give: only one
 * with FANFOLD_PARAM_FLAG_BLOCKS takes blocks. FANFOLD_ERROR_INVALID. */
gboolean fanfold_input_check_param (FanfoldInput *self, FanfoldParam *param, GError **error);

/* [any] What is known of inputs that will be expanded for @param, before the first one is: so that
 * a CSV file is read once for all of its columns. */
void fanfold_input_announce (FanfoldInput *self,
                             FanfoldParam *param,
                             const FanfoldInputContext *context);

/* [any] The same as one of several inputs that share @context. (transfer full) */
FanfoldSource *fanfold_input_expand_in (FanfoldInput *self,
                                        FanfoldParam *param,
                                        const FanfoldInputContext *context,
                                        GError **error);

G_END_DECLS
