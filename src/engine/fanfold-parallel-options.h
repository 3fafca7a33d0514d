/* fanfold-parallel-options.h: the options of GNU parallel, and what becomes of them here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-settings.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldSettings settings;
  GPtrArray *notes; /* of char *: what was left out, and why */
  GPtrArray *files; /* of char *: --arg-file */
  char *separator;  /* (nullable) --colsep */
  char *marker;     /* (nullable) -I: what stands for {} */
  char *folder;     /* (nullable) --workdir */
  char *header;     /* (nullable) ":", or a number of lines */

  gboolean pipe;
  const char *pipe_name; /* "--pipe" or "--pipe-part" */
  char *block;           /* (nullable) each, as written */
  char *record_start;
  char *record_end;
  char *records; /* -N */
  char *lines;   /* -L */

  gboolean link;
  gboolean quote;
  gboolean plus;
  gboolean by_zeros; /* values end with \0 */
} FanfoldParallelOptions;

/* [any] */
void fanfold_parallel_options_init (FanfoldParallelOptions *self);
void fanfold_parallel_options_clear (FanfoldParallelOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldParallelOptions, fanfold_parallel_options_clear)

/* [any] Reads the options at the beginning of @words, which are behind "parallel": how many words
 * they are. -1 with FANFOLD_ERROR_INVALID: one that is unknown, that lacks its value or that
 * cannot be taken over; the reason is said. */
int fanfold_parallel_options_read (FanfoldParallelOptions *self,
                                   const char *const *words,
                                   GError **error);

G_END_DECLS
