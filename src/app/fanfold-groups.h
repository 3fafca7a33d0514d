/* fanfold-groups.h: groups of runs that people have named, and how much may go on at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_GROUPS_MAX_LIMIT 100
#define FANFOLD_GROUPS_MAX_JOBS 1024

/* [main] all. Kept in the settings of the program; without them nothing is kept. */

/* @engine goes by what is kept, also when it changes. */
void fanfold_groups_bind (FanfoldEngine *engine);

/* In the order of the alphabet, without "", where runs are in no group. (transfer full) */
GStrv fanfold_groups_dup_names (void);
/* A group that runs are in: it is offered from now on. Nothing happens for "" and known ones. */
void fanfold_groups_add (const char *name);
/* It is not offered any more, until another run is in it. */
void fanfold_groups_remove (const char *name);

/* How many runs of it go on at a time; "": of those in no group. */
guint fanfold_groups_get_limit (const char *name);
void fanfold_groups_set_limit (const char *name, guint limit);

/* How many jobs of all runs together are at once; 0: any number. */
guint fanfold_groups_get_max_jobs (void);
void fanfold_groups_set_max_jobs (guint max_jobs);

G_END_DECLS
