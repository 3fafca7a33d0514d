/* fanfold-error.h: the errors a person can cause or meet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_ERROR (fanfold_error_quark ())

typedef enum
{
  FANFOLD_ERROR_FAILED,  /* none of the others */
  FANFOLD_ERROR_INVALID, /* bad input: the message says what, where and what to do */
  FANFOLD_ERROR_UNKNOWN, /* no such function, parameter, run … */
  FANFOLD_ERROR_PLUGIN,  /* a plugin that cannot be used */
  FANFOLD_ERROR_WORKER,  /* a worker that cannot be started or spoken with */
  FANFOLD_ERROR_MEMO,    /* an entry or the whole cache cannot be used */
  FANFOLD_ERROR_HISTORY, /* the history cannot be used */
  FANFOLD_ERROR_EXPORT,  /* results cannot be written */
  FANFOLD_ERROR_DAMAGED  /* a file of the history is not what it was: the message names it */
} FanfoldError;

GQuark fanfold_error_quark (void);

G_END_DECLS
