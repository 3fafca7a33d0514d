/* fanfold-makespan.h: when jobs that are run in slots are all over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] all. Slots, and when each of them is free. */
typedef struct _FanfoldMakespan FanfoldMakespan;

/* (transfer full) */
FanfoldMakespan *fanfold_makespan_new (guint n_slots);
void fanfold_makespan_free (FanfoldMakespan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldMakespan, fanfold_makespan_free)

/* Begins anew: jobs that run, and take so long yet, hold slots; more of them than there are slots
 * leave none free when they end, but for the last ones. */
void fanfold_makespan_begin (FanfoldMakespan *self, const double *left, guint n_running);

/* One more job, which does not begin before @least: others go before it until then. All of these
 * are told of before any other job, in the order of @least. */
void fanfold_makespan_delay (FanfoldMakespan *self, double least, double seconds);

/* None begins before @first, nor sooner than @spacing after the one before it. Told of before them
 * all. */
void fanfold_makespan_space (FanfoldMakespan *self, double first, double spacing);

/* @n jobs, many, that together take @seconds: those that begin next. */
void fanfold_makespan_pour (FanfoldMakespan *self, double n, double seconds);

/* One more job, in the slot that is free first. */
void fanfold_makespan_add (FanfoldMakespan *self, double seconds);

/* When the last one ends; no more are told of after that. */
double fanfold_makespan_get (FanfoldMakespan *self);

G_END_DECLS
