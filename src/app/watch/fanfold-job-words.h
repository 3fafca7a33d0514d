/* fanfold-job-words.h: what a job is made of, to be taken elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-combine.h"

G_BEGIN_DECLS

/* [main] The command line of a job; NULL: its function takes none. (transfer full) (nullable) */
char *fanfold_job_words_dup_command (FanfoldCombine *combine, guint64 index);
gboolean fanfold_job_words_has_command (FanfoldCombine *combine);

/* [main] The first file or folder among a job's inputs and arguments, relative ones below @folder:
 * (nullable). NULL: there is none. (transfer full) (nullable) */
GFile *fanfold_job_words_dup_file (FanfoldCombine *combine, guint64 index, const char *folder);

G_END_DECLS
