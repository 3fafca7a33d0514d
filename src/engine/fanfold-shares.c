/* fanfold-shares.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shares.h"

#include <stddef.h>

/* The one of that priority that has least, less than its bound; NULL: none. */
static FanfoldShare *
find_poorest (FanfoldShare *shares,
              guint n,
              FanfoldPriority priority,
              const guint *bounds,
              const gboolean *closed)
{
  FanfoldShare *found = NULL;

  for (guint i = 0; i < n; i++)
    if (shares[i].priority == priority && !closed[i] && shares[i].given < bounds[i] &&
        (found == NULL || shares[i].given < found->given))
      found = &shares[i];

  return found;
}

/* One slot after the other, to whoever is to have the next. Gives how many are left. */
static guint
fill (FanfoldShare *shares, guint n, const guint *bounds, const gboolean *closed, guint left)
{
  for (int i = FANFOLD_PRIORITY_HIGH; i >= FANFOLD_PRIORITY_LOW; i--)
    {
      FanfoldShare *share;

      while (left > 0 && (share = find_poorest (shares, n, (FanfoldPriority) i, bounds, closed)))
        {
          share->given++;
          left--;
        }
    }

  return left;
}

/* What each is to have in the end: bounds[]. */
static void
aim (FanfoldShare *shares, guint n, guint limit, guint *bounds)
{
  g_autofree gboolean *closed = g_new0 (gboolean, n);
  guint left = limit;

  for (guint i = 0; i < n; i++)
    {
      shares[i].given = MIN (shares[i].least, shares[i].wanted);
      left -= MIN (left, shares[i].given);
      bounds[i] = shares[i].needed;
    }
  left = fill (shares, n, bounds, closed, left);
  for (guint i = 0; i < n; i++)
    bounds[i] = shares[i].wanted;
  fill (shares, n, bounds, closed, left);
  for (guint i = 0; i < n; i++)
    bounds[i] = shares[i].given;
}

void
fanfold_shares_divide (FanfoldShare *shares, guint n, guint limit)
{
  g_autofree guint *bounds = g_new (guint, n);
  g_autofree gboolean *closed = g_new (gboolean, n);
  guint left = limit;

  g_return_if_fail (shares != NULL || n == 0);

  aim (shares, n, limit, bounds);
  for (guint i = 0; i < n; i++)
    {
      closed[i] = shares[i].present > bounds[i];
      shares[i].given = MIN (bounds[i], MAX (shares[i].present, shares[i].least));
      left -= MIN (left, MAX (shares[i].present, shares[i].given));
    }
  fill (shares, n, bounds, closed, left);
}
