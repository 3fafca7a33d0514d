/* fanfold-call-board.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-call-board.h"

#include <string.h>

void
fanfold_call_board_clear (FanfoldCallBoard *self)
{
  fanfold_call_board_set_fraction (self, -1);
  __atomic_store_n (&self->grace_usec, 0, __ATOMIC_RELAXED);
  if (G_UNLIKELY (self->message[0] != '\0'))
    fanfold_call_board_write (self, "");
}

void
fanfold_call_board_set_fraction (FanfoldCallBoard *self, double fraction)
{
  float value = fraction >= 0 ? (float) MIN (fraction, 1) : -1; /* NaN is not above 0 either */
  int bits;

  memcpy (&bits, &value, sizeof bits);
  __atomic_store_n (&self->fraction, bits, __ATOMIC_RELAXED);
}

void
fanfold_call_board_write (FanfoldCallBoard *self, const char *message)
{
  guint sequence = __atomic_load_n (&self->sequence, __ATOMIC_RELAXED);
  gsize length = strnlen (message, sizeof self->message - 1);

  if ((sequence & 1) != 0 ||
      !__atomic_compare_exchange_n (
          &self->sequence, &sequence, sequence + 1, FALSE, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
    return;

  memcpy (self->message, message, length);
  self->message[length] = '\0';
  __atomic_store_n (&self->sequence, sequence + 2, __ATOMIC_RELEASE);
}

void
fanfold_call_board_read (FanfoldCallBoard *self, double *fraction, char message[256])
{
  int bits = __atomic_load_n (&self->fraction, __ATOMIC_RELAXED);
  g_autofree char *valid = NULL;
  const char *end;
  guint before;
  guint tries;
  float value;

  memcpy (&value, &bits, sizeof value);
  *fraction = value >= 0 && value <= 1 ? value : -1;

  for (tries = 0; tries < 100; tries++)
    {
      before = __atomic_load_n (&self->sequence, __ATOMIC_ACQUIRE);
      memcpy (message, self->message, sizeof self->message);
      __atomic_thread_fence (__ATOMIC_ACQUIRE);
      if ((before & 1) == 0 && __atomic_load_n (&self->sequence, __ATOMIC_RELAXED) == before)
        break;
    }

  message[sizeof self->message - 1] = '\0';
  valid = g_utf8_make_valid (message, -1);
  g_strlcpy (message, valid, sizeof self->message);
  if (!g_utf8_validate (message, -1, &end))
    message[end - message] = '\0';
}
