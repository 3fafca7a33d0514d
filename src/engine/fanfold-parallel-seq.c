/* fanfold-parallel-seq.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-seq.h"

#include "fanfold-error.h"
#include "fanfold-parallel-feeder.h"
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DIGITS 12
#define MAX_DECIMALS 6

/* In units of 10^-MAX_DECIMALS. */
#define UNIT ((gint64) 1000000)

typedef struct
{
  gint64 first;
  gint64 step;
  gint64 last;
  guint n_decimals; /* as it prints them */
  int width;        /* with zeros in front; 0: as wide as they are */
} Seq;

static gboolean
refuse (GError **error, const char *what, const char *reason)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("“seq %s”: %s"), what, reason);

  return FALSE;
}

/* Digits with a point, in units. */
static gboolean
parse (const char *text, gint64 *value, guint *n_decimals)
{
  const char *digits = text + (*text == '-' || *text == '+');
  gsize n_whole = strspn (digits, "0123456789");
  const char *fraction = digits[n_whole] == '.' ? digits + n_whole + 1 : digits + n_whole;
  gsize n_fraction = strspn (fraction, "0123456789");
  gint64 factor = UNIT;
  gsize i;

  if (n_whole + n_fraction == 0 || fraction[n_fraction] != '\0' || n_whole > MAX_DIGITS ||
      n_fraction > MAX_DECIMALS)
    return FALSE;

  *value = g_ascii_strtoll (digits, NULL, 10) * UNIT;
  for (i = 0; i < n_fraction; i++)
    {
      factor /= 10;
      *value += (fraction[i] - '0') * factor;
    }
  if (*text == '-')
    *value = -*value;
  *n_decimals = (guint) n_fraction;

  return TRUE;
}

static char *
format (const Seq *seq, gint64 value)
{
  gint64 magnitude = ABS (value);
  g_autofree char *fraction = g_strdup_printf ("%06" G_GINT64_FORMAT, magnitude % UNIT);
  g_autofree char *digits = NULL;
  int width = seq->width - (value < 0);

  fraction[seq->n_decimals] = '\0';
  digits = g_strdup_printf (
      "%" G_GINT64_FORMAT "%s%s", magnitude / UNIT, seq->n_decimals > 0 ? "." : "", fraction);

  return g_strdup_printf ("%s%.*s%s",
                          value < 0 ? "-" : "",
                          MAX (width - (int) strlen (digits), 0),
                          "000000000000000000000000",
                          digits);
}

/* [-w] [FIRST [STEP]] LAST */
static gboolean
read_words (Seq *seq, const char *const *words, GError **error)
{
  gboolean is_wide =
      words[0] != NULL && (g_str_equal (words[0], "-w") || g_str_equal (words[0], "--equal-width"));
  const char *const *numbers = words + is_wide;
  guint n = g_strv_length ((char **) numbers);
  guint n_last = 0, n_first = 0, n_step = 0;

  *seq = (Seq){ .first = UNIT, .step = UNIT };
  if (n == 0 || n > 3)
    return refuse (
        error, words[0] != NULL ? words[0] : "", _ ("one to three numbers are taken over"));
  if (!parse (numbers[n - 1], &seq->last, &n_last))
    return refuse (error, numbers[n - 1], _ ("it is no number that can be taken over"));
  if (n > 1 && !parse (numbers[0], &seq->first, &n_first))
    return refuse (error, numbers[0], _ ("it is no number that can be taken over"));
  if (n > 2 && !parse (numbers[1], &seq->step, &n_step))
    return refuse (error, numbers[1], _ ("it is no number that can be taken over"));

  seq->n_decimals = MAX (n_first, n_step);
  if (is_wide)
    {
      g_autofree char *from = format (seq, seq->first);
      g_autofree char *to = format (seq, seq->last);

      seq->width = (int) MAX (strlen (from), strlen (to));
    }
  if (seq->step == 0 || (seq->last - seq->first) / seq->step < 0 ||
      (seq->step > 0 ? seq->last < seq->first : seq->last > seq->first))
    return refuse (error, numbers[n - 1], _ ("it prints nothing"));

  return TRUE;
}

char **
fanfold_parallel_seq_read (const char *const *words, FanfoldInputKind *kind, GError **error)
{
  GPtrArray *texts;
  Seq seq;
  gint64 n, i;

  g_return_val_if_fail (words != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  if (!read_words (&seq, words, error))
    return NULL;

  n = (seq.last - seq.first) / seq.step + 1;
  *kind = seq.n_decimals == 0 && seq.width == 0 ? FANFOLD_INPUT_RANGE : FANFOLD_INPUT_LIST;
  if (*kind == FANFOLD_INPUT_LIST && n > FANFOLD_PARALLEL_MAX_VALUES)
    {
      refuse (
          error, words[0], _ ("it prints more numbers than a list should have: write whole ones"));
      return NULL;
    }

  texts = g_ptr_array_new ();
  if (*kind == FANFOLD_INPUT_LIST)
    for (i = 0; i < n; i++)
      g_ptr_array_add (texts, format (&seq, seq.first + i * seq.step));
  else
    {
      /* What a range stops before is one behind the last. */
      g_ptr_array_add (texts, format (&seq, seq.first));
      g_ptr_array_add (
          texts, format (&seq, seq.first + (n - 1) * seq.step + (seq.step > 0 ? UNIT : -UNIT)));
      if (seq.step != UNIT)
        g_ptr_array_add (texts, format (&seq, seq.step));
    }
  g_ptr_array_add (texts, NULL);

  return (char **) g_ptr_array_free (texts, FALSE);
}
