/* fanfold-duration-shape.h: how durations are spread around what a model says of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-chance.h"

G_BEGIN_DECLS

#define FANFOLD_DURATION_SHAPE_SIZE 128
#define FANFOLD_DURATION_SHAPE_SIGMAS 41

/* [any] all. In deviations from the mean of the logarithm: normal at first, then as seen. */
typedef struct
{
  double offs[FANFOLD_DURATION_SHAPE_SIZE]; /* in order, each as likely */
  double least;                             /* of the uppermost */
  double excess;                            /* of these over that, in the mean */

  double means[FANFOLD_DURATION_SHAPE_SIGMAS]; /* logarithms, for some sigmas */
  double squares[FANFOLD_DURATION_SHAPE_SIGMAS];
} FanfoldDurationShape;

/* From how far jobs that are over are off, and how far others are by their ages: those are off by
 * more. */
void fanfold_duration_shape_make (
    FanfoldDurationShape *self, const double *offs, guint n_offs, const double *ages, guint n_ages);

double fanfold_duration_shape_draw (const FanfoldDurationShape *self, FanfoldChance *chance);

/* How far a job is off beyond what it is by its age already, where that is more than any other. */
double fanfold_duration_shape_draw_excess (const FanfoldDurationShape *self, FanfoldChance *chance);

/* Of seconds, as multiples of those that the mean of the logarithm says. */
void fanfold_duration_shape_measure (const FanfoldDurationShape *self,
                                     double sigma,
                                     double *mean,
                                     double *variance);

G_END_DECLS
