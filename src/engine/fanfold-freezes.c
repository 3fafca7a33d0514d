/* fanfold-freezes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-freezes.h"

/* One clock may be set by less against the other. */
#define MIN_SLEEP_USEC G_USEC_PER_SEC

/* By the clock on the wall. */
typedef struct
{
  gint64 begin_usec;
  gint64 end_usec;
} Freeze;

struct _FanfoldFreezes
{
  GArray *freezes; /* of Freeze */
  gint64 now_usec; /* the last look; 0: none */
  gint64 wall_usec;
  gboolean frozen;
};

FanfoldFreezes *
fanfold_freezes_new (void)
{
  FanfoldFreezes *self;

  self = g_new0 (FanfoldFreezes, 1);
  self->freezes = g_array_new (FALSE, FALSE, sizeof (Freeze));

  return self;
}

void
fanfold_freezes_free (FanfoldFreezes *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->freezes);
  g_free (self);
}

static void
add (FanfoldFreezes *self, gint64 begin_usec, gint64 end_usec)
{
  Freeze freeze = { begin_usec, end_usec };

  g_array_append_val (self->freezes, freeze);
}

/* Only the clock on the wall goes on then. */
static gint64
get_sleep (FanfoldFreezes *self, gint64 now_usec, gint64 wall_usec)
{
  gint64 usec = wall_usec - self->wall_usec - (now_usec - self->now_usec);

  return self->wall_usec > 0 && usec > MIN_SLEEP_USEC ? usec : 0;
}

void
fanfold_freezes_see (FanfoldFreezes *self, gint64 now_usec, gint64 wall_usec, gboolean frozen)
{
  gint64 sleep_usec;

  g_return_if_fail (self != NULL);

  sleep_usec = get_sleep (self, now_usec, wall_usec);
  if (self->frozen)
    g_array_index (self->freezes, Freeze, self->freezes->len - 1).end_usec = wall_usec;
  else if (sleep_usec > 0)
    add (self, wall_usec - sleep_usec, wall_usec);
  if (frozen && !self->frozen)
    add (self, wall_usec, wall_usec);

  self->frozen = frozen;
  self->now_usec = now_usec;
  self->wall_usec = wall_usec;
}

double
fanfold_freezes_get_seconds (FanfoldFreezes *self, gint64 started_usec)
{
  gint64 usec = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->freezes->len; i++)
    {
      const Freeze *freeze = &g_array_index (self->freezes, Freeze, i);

      usec += MAX (freeze->end_usec - MAX (freeze->begin_usec, started_usec), 0);
    }

  return (double) usec / G_USEC_PER_SEC;
}
