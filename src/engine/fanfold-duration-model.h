/* fanfold-duration-model.h: how long jobs of one sort take, and how sure that is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known of the jobs before they run: nothing; what they cost, such as a size; how long they
 * took the last time. */
typedef enum
{
  FANFOLD_DURATION_PLAIN,
  FANFOLD_DURATION_SIZE,
  FANFOLD_DURATION_PRIOR,
  FANFOLD_N_DURATION_BASES
} FanfoldDurationBasis;

/* [any] all. Natural logarithms throughout: y of seconds, x of what is known. y is normal around
 *
 *   level + ln ((size / usual size) ^ power + offset) + trend × place
 *
 * where power, offset and trend are of a few values each, all of which are weighed by how well they
 * tell what has been seen. Places are numbers of jobs. Costs a few kilobytes however many jobs. */
typedef struct _FanfoldDurationModel FanfoldDurationModel;

/* What was seen of a job, or is thought of one that runs: its y, and the square of it. */
typedef struct
{
  double x;
  double place;
  double y;
  double yy;
  double weight;
} FanfoldDurationPoint;

/* One of the things that may be true. */
typedef struct
{
  double level;
  double sigma;
  double trend;
  double power;
  double offset;
} FanfoldDurationDraw;

/* (transfer full) */
FanfoldDurationModel *fanfold_duration_model_new (FanfoldDurationBasis basis);
void fanfold_duration_model_free (FanfoldDurationModel *self);

/* There is a job like that: the usual one is like the mean of these. */
void fanfold_duration_model_meet (FanfoldDurationModel *self, double x);

/* One more job that is to be run, and one less. */
void fanfold_duration_model_expect (FanfoldDurationModel *self, double x);
void fanfold_duration_model_unexpect (FanfoldDurationModel *self, double x);
double fanfold_duration_model_get_n_expected (FanfoldDurationModel *self);

/* A job took so long in this run; newer ones count more. */
void fanfold_duration_model_learn (FanfoldDurationModel *self, double x, double place, double y);

/* A job took so long some other time: together these count as a few of this run. */
void fanfold_duration_model_recall (FanfoldDurationModel *self, double x, double y);

/* Jobs that may be like these took so long: what is thought of the level before anything is seen.
 * Where it is far from what is seen then, it counts for nothing. PLAIN only. */
void fanfold_duration_model_presume (FanfoldDurationModel *self, double y, double deviation);

/* A job runs that has taken so long: where that is unlikely, nothing is presumed any more. */
void fanfold_duration_model_doubt (FanfoldDurationModel *self, double y);

/* Whether jobs come in the order of their sizes, as far as that is known; FALSE at first. */
void fanfold_duration_model_set_ordered (FanfoldDurationModel *self, gboolean ordered);

/* Weighs what was learned, together with @points, which hold for this time only. @parent:
 * (nullable) fitted, of the same basis, from jobs of other sorts as well: what is thought of the
 * level before anything is known. @n_places: one more than the last place. @all_forms: or only that
 * which was the likeliest, which is less work, and not enough for what is drawn. */
void fanfold_duration_model_fit (FanfoldDurationModel *self,
                                 FanfoldDurationModel *parent,
                                 const FanfoldDurationPoint *points,
                                 guint n_points,
                                 double n_places,
                                 gboolean all_forms);

/* As of the last fit: by how much jobs take longer lately, and may take yet, where @n_left are to
 * come. Draws follow. */
void fanfold_duration_model_measure_drift (FanfoldDurationModel *self, double n_left);
double fanfold_duration_model_get_unrest (FanfoldDurationModel *self);

/* As of the last fit: whether anything at all is known of the level. */
gboolean fanfold_duration_model_is_known (FanfoldDurationModel *self);

/* As of the last fit, the likeliest of all: the mean and deviation of y. */
double fanfold_duration_model_predict (FanfoldDurationModel *self,
                                       double x,
                                       double place,
                                       double *deviation);

/* As of the last fit: one over the variance, as a multiple of that of jobs that matter. */
double fanfold_duration_model_get_weight (FanfoldDurationModel *self, double x);

/* As of the last fit: by how much the seconds that jobs took together are more than e^mean of each
 * says, and how many jobs tell that. To these belong others, which are not over, that are thought
 * to take @taken together where e^mean says @thought. */
double fanfold_duration_model_get_ratio (FanfoldDurationModel *self,
                                         double taken,
                                         double thought,
                                         double *n);

/* As of the last fit, one of what may be true: the form by @share, 0 to 1, level and sigma by
 * deviations from their means. */
void fanfold_duration_model_draw (FanfoldDurationModel *self,
                                  double share,
                                  double z_level,
                                  double z_sigma,
                                  FanfoldDurationDraw *draw);

/* The mean of y where @draw is true. */
double fanfold_duration_model_mean (FanfoldDurationModel *self,
                                    const FanfoldDurationDraw *draw,
                                    double x,
                                    double place);

/* e^(mean + @off). */
double fanfold_duration_model_seconds (FanfoldDurationModel *self,
                                       const FanfoldDurationDraw *draw,
                                       double x,
                                       double place,
                                       double off);

/* The sum of e^mean over all that is expected, at @place. */
double fanfold_duration_model_sum (FanfoldDurationModel *self,
                                   const FanfoldDurationDraw *draw,
                                   double place);

G_END_DECLS
