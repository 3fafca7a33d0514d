/* fanfold-runner-end.h: how a runner ended, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"

G_BEGIN_DECLS

/* @status as waitpid () gives it; @loading: it ran no job. "killed: SIGKILL". (transfer full) */
char *fanfold_runner_end_describe (int status, gboolean loading);

/* The same as a number. */
FanfoldJobEnd fanfold_runner_end_get (int status);

G_END_DECLS
