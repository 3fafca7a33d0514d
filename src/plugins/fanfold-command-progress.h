/* fanfold-command-progress.h: how far a command is, by what it prints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three things count: OSC 9;4 (ESC ] 9 ; 4 ; state ; percent, ended by BEL or ESC \), a percentage
 * ("42%", "42.5 %", 0 to 100), and a count of a total ("3/7", "[12/120]": whole numbers, the first
 * not above the second, the second at least 2, no letter, digit, dot, slash, hyphen or underscore
 * beside them, so that no path, date or version counts). Of a line, or of what a carriage return
 * ends, the last percentage counts, else the last count.
 *
 * The fraction stays or grows, whatever text it comes from; what would set it back is stray text
 * and does not count, unless it is the beginning of another round: two falls in a row of the same
 * shape, the second above the first. The shape of a line is its letters ahead of the number. A
 * whole (100 %) of another shape than one that was seen twice does not count either: a summary is
 * no end. Once there was an OSC 9;4, text does not count any more.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_COMMAND_PROGRESS_LINE 512 /* of a longer line the end counts */

/* Of one stream. At first zeroed. */
typedef struct
{
  char line[FANFOLD_COMMAND_PROGRESS_LINE];
  gsize length;
  gsize seen; /* of the line, which needs no second look */
} FanfoldCommandLine;

/* Of one command, both its streams. */
typedef struct
{
  FanfoldCommandLine lines[2];
  double fraction; /* below 0: unknown */
  gboolean by_osc;
  guint32 shape; /* of what counted last */
  guint n_seen;  /* in a row, of that shape */
  guint32 fall_shape;
  double fall; /* what would have set it back; below 0: nothing */
} FanfoldCommandProgress;

void fanfold_command_progress_init (FanfoldCommandProgress *self);

/* Takes what the command has printed on @stream, 0 or 1. True where the fraction has changed. */
gboolean fanfold_command_progress_feed (FanfoldCommandProgress *self,
                                        guint stream,
                                        const char *bytes,
                                        gsize length);

G_END_DECLS
