/* fanfold-job-check.h: what looks wrong with a job that is to be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-finding.h"
#include "fanfold-products.h"

G_BEGIN_DECLS

/* Looks at one job after the other, cheapest in their order: what did not change since the job
 * before is not looked at again. One thread at a time. */
typedef struct _FanfoldJobCheck FanfoldJobCheck;

/* [any] @folder: what relative paths are below, (nullable) the current one. @products: (nullable).
 * (transfer full) */
FanfoldJobCheck *
fanfold_job_check_new (FanfoldCombine *combine, const char *folder, FanfoldProducts *products);
void fanfold_job_check_free (FanfoldJobCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJobCheck, fanfold_job_check_free)

/* [any] Waits for the disk. What is found of job @index, whose arguments are @args: a mask of
 * 1 << FanfoldFindingKind. Neither doubles nor outputs that collide: those take all jobs. */
guint fanfold_job_check_look (FanfoldJobCheck *self, guint64 index, GVariant *args);

/* [any] Of the job that was looked at last: the path or value for that kind. (nullable) */
const char *fanfold_job_check_get_detail (FanfoldJobCheck *self, FanfoldFindingKind kind);
/* [any] The files that it would write, by 64 bits of their paths: how many. */
guint fanfold_job_check_get_outputs (FanfoldJobCheck *self, const guint64 **hashes);
/* [any] The bytes that its key takes to be read: of files that count by their content. */
guint64 fanfold_job_check_get_content_bytes (FanfoldJobCheck *self);

/* [any] How often the disk was asked, so far. */
guint64 fanfold_job_check_get_n_stats (FanfoldJobCheck *self);

/* [any] Waits for the disk. The program that every job's command begins with, where it is not
 * there; NULL where it is, or where there is none. @index: of any job. (transfer full) (nullable)
 */
char *fanfold_job_check_dup_missing_command (FanfoldJobCheck *self);

G_END_DECLS
