/* fanfold-duration-model-private.h: what the files of a duration model share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-duration-model.h"

#include <math.h>

G_BEGIN_DECLS

/* The i-th job that is over counts i^NEWER. */
#define NEWER 0.2

#define MAX_FORMS 44
#define N_RECENT 48
#define MAX_UNREST 1.0
#define MAX_WORKS 16
#define N_TRENDS 5
#define N_SCALES 2
#define N_FITS (MAX_FORMS * N_TRENDS * N_SCALES)

typedef struct
{
  double w;
  double x;
  double y;
  double yy;
  double p; /* of places */
  double pp;
  double py;
  double seconds;
  double n;      /* jobs, whatever they weigh */
  double scaled; /* power × (x - usual x) */
  double size;   /* e^scaled */
} Sums;

typedef struct
{
  Sums learned;
  double n_recalled;
  double recalled_x;
  double recalled_y;
  double recalled_yy;
  double n_expected;
  double expected_x;
} Bin;

/* A value of a parameter, and how likely it is before anything is known. */
typedef struct
{
  double value;
  double share;
} Choice;

typedef struct
{
  double power;
  double offset;
  double share;
} Form;

typedef struct
{
  double weight;
  double sum; /* of the weights up to this */
  double level;
  double strength; /* of the level: so many observations */
  double squares;  /* sigma² is that, over a chi-squared */
} Fit;

struct _FanfoldDurationModel
{
  FanfoldDurationBasis basis;
  guint n_bins;
  guint first;
  guint last;
  double n_learned;
  double n_recalled;
  double n_expected;
  double n_ever;
  double ever_x;
  gboolean ordered;         /* jobs come by their x */
  double presumed;          /* y */
  double presumed_variance; /* 0: nothing is */
  Bin *bins;
  FanfoldDurationPoint recent[N_RECENT]; /* a ring */

  /* Of what is expected, for some powers; until that changes. */
  Choice works[MAX_WORKS];
  guint n_works;

  /* As fitted. */
  double usual; /* x */
  double apart; /* the parent's form of the usual x, from ours */
  double n_places;
  double reach; /* of trends, a place: they last as long again as they have */
  double degrees;
  gboolean known;
  guint n_forms;
  Form forms[MAX_FORMS];
  Fit fits[N_FITS];
  double trends[N_TRENDS]; /* logarithms of their shares */
  guint likeliest;
  double deviation; /* of y, in the mean of all fits */
  double shift;     /* of the level, lately */
  double unrest;    /* how far off that may be, as a deviation */
  double relevant;  /* seconds */
};

static inline double
get_form (const FanfoldDurationModel *self, double power, double offset, double x)
{
  double scaled = power * (x - self->usual);

  return offset > 0 ? log (exp (MIN (scaled, 700)) + offset) : scaled;
}

static inline void
add_point (Sums *sums, double w, const FanfoldDurationPoint *point)
{
  sums->w += w;
  sums->x += w * point->x;
  sums->y += w * point->y;
  sums->yy += w * point->yy;
  sums->p += w * point->place;
  sums->pp += w * point->place * point->place;
  sums->py += w * point->place * point->y;
  sums->seconds += w * exp (point->y);
}

G_END_DECLS
