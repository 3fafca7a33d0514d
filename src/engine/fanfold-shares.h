/* fanfold-shares.h: how runs that go on together share the slots that there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-priority.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldPriority priority;
  guint least;   /* it has at least so many: 1 where it goes on */
  guint needed;  /* it has jobs for so many */
  guint wanted;  /* it asks for so many, at least needed */
  guint present; /* of its slots that are there now */
  guint given;   /* what it may have from now on */
} FanfoldShare;

/* [any] Divides @limit slots: those of higher priority first, those of the same priority alike, and
 * what nobody needs goes to those who ask for it. A run that has too many gives them up as its jobs
 * end, and until then the others have to do without: there are never more than @limit, unless the
 * least are more. */
void fanfold_shares_divide (FanfoldShare *shares, guint n, guint limit);

G_END_DECLS
