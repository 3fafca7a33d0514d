/* fanfold-log-style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-style.h"

#include <math.h>

/* Of the text view. */
#define LIGHT_BACKGROUND 0xffffff
#define DARK_BACKGROUND 0x1e1e1e
#define LIGHT_TEXT 0xf0f0f0
#define DARK_TEXT 0x1e1e1e

#define LEAST_CONTRAST 4.5 /* as WCAG asks for */
#define N_STEPS 16

/* GNOME's, in place of the garish ones. */
static const int palette[16] = {
  0x241f31, 0xc01c28, 0x2ec27e, 0xe5a50a, 0x1e78e4, 0x9841bb, 0x0ab9dc, 0xc0bfbc,
  0x5e5c64, 0xed333b, 0x57e389, 0xf8e45c, 0x51a1ff, 0xc061cb, 0x4fd2fd, 0xf6f5f4,
};

guint
fanfold_log_style_hash (gconstpointer style)
{
  const FanfoldLogStyle *self = style;

  return self->foreground ^ self->background * 31 ^ self->look << 26;
}

gboolean
fanfold_log_style_equal (gconstpointer a, gconstpointer b)
{
  const FanfoldLogStyle *one = a;
  const FanfoldLogStyle *other = b;

  return one->foreground == other->foreground && one->background == other->background &&
         one->look == other->look;
}

static int
mix_channel (int one, int other, int step, int shift)
{
  int a = one >> shift & 0xff;
  int b = other >> shift & 0xff;

  return (a + (b - a) * step / N_STEPS) << shift;
}

/* @step of N_STEPS towards @other. */
static int
mix (int one, int other, int step)
{
  return mix_channel (one, other, step, 16) | mix_channel (one, other, step, 8) |
         mix_channel (one, other, step, 0);
}

static double
get_light (int colour, int shift)
{
  double part = (colour >> shift & 0xff) / 255.0;

  return part <= 0.03928 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
get_luminance (int colour)
{
  return 0.2126 * get_light (colour, 16) + 0.7152 * get_light (colour, 8) +
         0.0722 * get_light (colour, 0);
}

static double
get_contrast (int one, int other)
{
  double a = get_luminance (one) + 0.05;
  double b = get_luminance (other) + 0.05;

  return MAX (a, b) / MIN (a, b);
}

/* The first 16 as above, then a cube of 6 * 6 * 6, then 24 greys. */
static int
get_palette_colour (guint number)
{
  static const int levels[] = { 0, 95, 135, 175, 215, 255 };
  guint cell = number - 16;
  int grey = 8 + 10 * (int) (number - 232);

  if (number < 16)
    return palette[number];
  if (number < 232)
    return levels[cell / 36] << 16 | levels[cell / 6 % 6] << 8 | levels[cell % 6];

  return grey << 16 | grey << 8 | grey;
}

/* 0xRRGGBB, or -1. */
static int
resolve (guint32 colour)
{
  if (colour == FANFOLD_LOG_NO_COLOUR)
    return -1;
  if ((colour & 0x02000000) != 0)
    return (int) (colour & 0xffffff);

  return get_palette_colour (colour & 0xff);
}

static int
make_readable (int colour, int background)
{
  int end = get_luminance (background) > 0.18 ? 0x000000 : 0xffffff;
  int step = 0;

  while (step < N_STEPS && get_contrast (mix (colour, end, step), background) < LEAST_CONTRAST)
    step++;

  return mix (colour, end, step);
}

void
fanfold_log_style_get_colours (const FanfoldLogStyle *style,
                               gboolean dark,
                               int *foreground,
                               int *background)
{
  int own_background = dark ? DARK_BACKGROUND : LIGHT_BACKGROUND;
  int own_text = dark ? LIGHT_TEXT : DARK_TEXT;

  *foreground = resolve (style->foreground);
  *background = resolve (style->background);

  if ((style->look & FANFOLD_LOG_INVERSE) != 0)
    {
      int swapped = *foreground >= 0 ? *foreground : own_text;

      *foreground = *background >= 0 ? *background : own_background;
      *background = swapped;
    }

  if (*background >= 0)
    *foreground = make_readable (*foreground >= 0 ? *foreground : own_text, *background);
  else if (*foreground >= 0)
    *foreground = make_readable (*foreground, own_background);
}
