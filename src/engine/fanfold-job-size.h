/* fanfold-job-size.h: what a job costs by what it is given
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"

G_BEGIN_DECLS

/* That of its COST parameters (a file: its bytes), else of all files that it reads, those that its
 * templates name by an input among them. Used by one thread. */
typedef struct _FanfoldJobSize FanfoldJobSize;

/* [any] @folder: (nullable) the current one. (transfer full) */
FanfoldJobSize *fanfold_job_size_new (FanfoldCombine *combine, const char *folder);
void fanfold_job_size_free (FanfoldJobSize *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJobSize, fanfold_job_size_free)

/* [any] Waits for the disk, where files are meant; each is asked for once. NAN: none. */
double fanfold_job_size_get (FanfoldJobSize *self, guint64 index);
/* [any] The same where its arguments are at hand. */
double fanfold_job_size_get_with_args (FanfoldJobSize *self, guint64 index, GVariant *args);

/* [any] The number that it is given, where that is one alone: it may say what a job costs, or it
 * may be no more than its name. Of commands only: the free inputs that are numbers, else, where
 * there are no inputs, the words of the command. Above 0; NAN: none, or several. *@shape: set to a
 * hash of the command without any numbers: in others a number means something else. */
double
fanfold_job_size_get_number (FanfoldJobSize *self, guint64 index, GVariant *args, guint *shape);

/* [any] Of how many files the disk was asked. */
guint fanfold_job_size_get_n_asked (FanfoldJobSize *self);

G_END_DECLS
