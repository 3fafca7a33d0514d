/* fanfold-priority.h: which of several runs comes first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_PRIORITY_LOW = -1,
  FANFOLD_PRIORITY_NORMAL,
  FANFOLD_PRIORITY_HIGH
} FanfoldPriority;

#define FANFOLD_N_PRIORITIES 3

/* [any] "low", "normal", "high" */
const char *fanfold_priority_to_string (FanfoldPriority priority);
/* [any] FANFOLD_ERROR_INVALID for any other word. */
gboolean fanfold_priority_from_string (const char *text, FanfoldPriority *priority, GError **error);

G_END_DECLS
