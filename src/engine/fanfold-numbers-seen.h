/* fanfold-numbers-seen.h: whether the numbers of jobs say what they cost, as a run goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] all. As long as nobody knows that, as in `sleep {n}`. */
typedef struct _FanfoldNumbersSeen FanfoldNumbersSeen;

/* (transfer full) */
FanfoldNumbersSeen *fanfold_numbers_seen_new (void);
void fanfold_numbers_seen_free (FanfoldNumbersSeen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldNumbersSeen, fanfold_numbers_seen_free)

/* Nothing has been seen. */
void fanfold_numbers_seen_clear (FanfoldNumbersSeen *self);

/* A job with @number took @seconds; without effect where one of them is 0, or after a thousand. */
void fanfold_numbers_seen_add (FanfoldNumbersSeen *self, double number, double seconds);

/* Whether it seems so; asked of five jobs, and each time that there are half as many again. */
gboolean fanfold_numbers_seen_are_costs (FanfoldNumbersSeen *self);

G_END_DECLS
