/* fanfold-log-style.h: how a terminal would draw a piece of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_LOG_BOLD = 1 << 0,
  FANFOLD_LOG_ITALIC = 1 << 1,
  FANFOLD_LOG_UNDERLINE = 1 << 2,
  FANFOLD_LOG_STRIKE = 1 << 3,
  FANFOLD_LOG_INVERSE = 1 << 4
} FanfoldLogLook;

/* What a colour is made of: none, one of the terminal's 256, or red, green and blue. */
#define FANFOLD_LOG_NO_COLOUR 0
#define FANFOLD_LOG_PALETTE(number) (0x01000000 | ((guint32) (number) &0xff))
#define FANFOLD_LOG_RGB(red, green, blue)                                                          \
  (0x02000000 | ((guint32) (red) &0xff) << 16 | ((guint32) (green) &0xff) << 8 |                   \
   ((guint32) (blue) &0xff))

/* All zero: plain. */
typedef struct
{
  guint32 foreground;
  guint32 background;
  guint32 look; /* FanfoldLogLook */
} FanfoldLogStyle;

/* [any] For hash tables of styles. */
guint fanfold_log_style_hash (gconstpointer style);
gboolean fanfold_log_style_equal (gconstpointer a, gconstpointer b);

/* [any] The colours to draw in, 0xRRGGBB or -1 for the widget's own: those that were asked for, the
 * foreground made darker or lighter as far as it takes to be read. @dark: the widget is. */
void fanfold_log_style_get_colours (const FanfoldLogStyle *style,
                                    gboolean dark,
                                    int *foreground,
                                    int *background);

G_END_DECLS
