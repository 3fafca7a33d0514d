/* fanfold-remaining-scene.h: what is thought of a run at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-duration-shape.h"
#include "fanfold-makespan.h"
#include "fanfold-remaining-private.h"

G_BEGIN_DECLS

/* A job that runs. */
typedef struct
{
  RemainingPlace place;
  double job;
  double age;
  double y;       /* by its fraction; NAN: none */
  double off;     /* of that */
  guint n_tries;  /* that failed before */
  gboolean guess; /* whether it was cached */
  FanfoldDurationPoint point;
} RemainingRunner;

/* A job that waits. */
typedef struct
{
  RemainingPlace place;
  double job;
  gboolean told; /* by fanfold_remaining_know () */
  gboolean cached;
  gboolean guess; /* whether it is cached */
  double wait;    /* seconds until it may begin */
  guint n_tries;  /* that failed */
} RemainingWaiter;

typedef struct
{
  FanfoldRemaining *self;

  RemainingRunner *runners;
  guint n_runners;

  /* The last ones of those that wait, and the others: these are what the models expect, and some of
   * which nothing is known. */
  RemainingWaiter *tail;
  guint n_tail;
  double n_rest;
  double n_rest_plain;
  double n_rest_cached;
  double n_rest_guess[2]; /* without a prior, and with one: who knows */

  /* None of those: the ones that wait for a time of their own, in the order of that. */
  RemainingWaiter delayed[FANFOLD_REMAINING_MAX_DELAYED];
  guint n_delayed;

  gboolean used[N_KINDS][FANFOLD_N_DURATION_BASES];  /* there are jobs in it */
  gboolean runs[N_KINDS][FANFOLD_N_DURATION_BASES];  /* and some of them run */
  double factors[N_KINDS][FANFOLD_N_DURATION_BASES]; /* of sums, for what the shape misses */
  FanfoldDurationShape shape;
  guint n_slots;        /* that are used at once */
  double strange_share; /* of plain jobs, those of another sort, of which none is over */
  double strange_age;   /* of those that run, the logarithm */
  double unrest;        /* of how long jobs take, as a deviation of its logarithm */
  double stretch;       /* of jobs that wait, for what goes by between them */
  double cost;          /* seconds that a slot is taken for besides, for each job */
} RemainingScene;

/* [any] Fits the models of @self. Of the jobs that wait, at most @n_tail are looked at one by one;
 * models do not expect those before the scene is freed. (transfer full) */
RemainingScene *fanfold_remaining_scene_new (FanfoldRemaining *self, guint n_tail);
void fanfold_remaining_scene_free (RemainingScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RemainingScene, fanfold_remaining_scene_free)

/* [any] Takes over the jobs of @self that are delayed. */
void fanfold_remaining_scene_add_delayed (RemainingScene *scene);

/* [any] Jobs of @makespan, which takes 1 / @pace of the time, begin one after the other. */
void fanfold_remaining_scene_space (RemainingScene *scene, double pace, FanfoldMakespan *makespan);

/* [any] By how many deviations a job that runs is off by its age already; FALSE: nobody knows. */
gboolean fanfold_remaining_scene_measure_runner (RemainingScene *scene,
                                                 const RemainingRunner *runner,
                                                 double *off);

/* [any] As the models are fitted and the shape is made: sets the factors of sums. */
void fanfold_remaining_scene_calibrate (RemainingScene *scene);

/* [any] The share of jobs that are of another sort, and take much longer, before any is seen. */
double fanfold_remaining_get_strangers (FanfoldRemaining *self);

/* [any] As the models are fitted: sets what is known of these. */
void fanfold_remaining_scene_find_strangers (RemainingScene *scene);

/* [any] How much longer than its age one of these takes, as a logarithm. */
double fanfold_remaining_draw_later (FanfoldChance *chance);

/* [any] Seconds that they take, of this draw; whether a job is one; and what that one takes. */
double fanfold_remaining_draw_strange (const RemainingScene *scene, FanfoldChance *chance);
gboolean fanfold_remaining_draw_is_strange (const RemainingScene *scene,
                                            FanfoldDurationBasis basis,
                                            FanfoldChance *chance);
double fanfold_remaining_draw_one_strange (double seconds, FanfoldChance *chance);

G_END_DECLS
