/* fanfold-chance.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-chance.h"

#include <math.h>

/* SplitMix64, by Sebastiano Vigna: public domain. */
guint64
fanfold_chance_draw_bits (FanfoldChance *self)
{
  guint64 bits = *self += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  bits = (bits ^ (bits >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return bits ^ (bits >> 31);
}

double
fanfold_chance_draw (FanfoldChance *self)
{
  return ((double) (fanfold_chance_draw_bits (self) >> 11) + 0.5) * 0x1p-53;
}

/* By Odeh and Evans (1974): off by less than 1.5e-8. */
double
fanfold_chance_normal_quantile (double u)
{
  static const double above[] = {
    -0.322232431088, -1.0, -0.342242088547, -0.0204231210245, -0.453642210148e-4
  };
  static const double below[] = {
    0.0993484626060, 0.588581570495, 0.531103462366, 0.103537752850, 0.38560700634e-2
  };
  double y = sqrt (-2 * log (CLAMP (MIN (u, 1 - u), 1e-20, 0.5)));
  double p = above[4];
  double q = below[4];

  for (int i = 3; i >= 0; i--)
    {
      p = p * y + above[i];
      q = q * y + below[i];
    }

  return u < 0.5 ? -(y + p / q) : y + p / q;
}

double
fanfold_chance_normal_above (double z)
{
  return 0.5 * erfc (z / G_SQRT2);
}

/* By Wilson and Hilferty (1931). */
double
fanfold_chance_chi_squared (double degrees, double z)
{
  double variance = 2 / (9 * degrees);
  double root = 1 - variance + z * sqrt (variance);

  return degrees * pow (MAX (root, 0.05), 3);
}

void
fanfold_chance_shuffle (FanfoldChance *self, guint *order, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint k = (guint) (fanfold_chance_draw_bits (self) % (i + 1));

      order[i] = order[k];
      order[k] = i;
    }
}
