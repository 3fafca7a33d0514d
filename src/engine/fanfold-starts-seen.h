/* fanfold-starts-seen.h: when jobs began, as somebody sees who looks now and then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] all. Of one clock. Zeros at first. */
typedef struct
{
  gint64 before_usec; /* the look before this one */
  gint64 last_usec;   /* the last start; 0: none */
  guint n;            /* starts since that look */
} FanfoldStartsSeen;

/* The next look begins; the one before it was then. */
void fanfold_starts_seen_begin (FanfoldStartsSeen *self, gint64 before_usec);

/* A job began then; 0: it has not. */
void fanfold_starts_seen_add (FanfoldStartsSeen *self, gint64 usec);

/* Seconds since the last start, at a look. */
double fanfold_starts_seen_get_age (const FanfoldStartsSeen *self, gint64 now_usec);

/* The same at the look before this one, so that what follows the start is what was taken since by
 * starts with @delay seconds between them: below 0, where there were some. */
double fanfold_starts_seen_get_age_before (const FanfoldStartsSeen *self, double delay);

G_END_DECLS
