/* fanfold-cli-progress-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-progress.h"

#include "fanfold-about.h"
#include "fanfold-cli-text.h"

#define MAX_BAR_COLUMNS 40
#define MIN_BAR_COLUMNS 8

/* What is left out on narrow terminals, the first ones first. */
typedef enum
{
  LEFT_OUT_NONE,
  LEFT_OUT_RATE,
  LEFT_OUT_ELAPSED,
  LEFT_OUT_KINDS, /* those that are cached, and that failed */
  LEFT_OUT_REMAINING
} LeftOut;

typedef struct
{
  FanfoldCliProgress parent;
  gboolean utf8;
} ProgressBar;

static void
append_counts (GString *text, const FanfoldCliSample *sample, LeftOut left_out)
{
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, sample->n_done);
  if (!sample->growing)
    g_string_append_printf (text, "/%" G_GUINT64_FORMAT, sample->n_total);
  if (left_out >= LEFT_OUT_KINDS)
    return;

  if (sample->n_cached > 0)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " cached", sample->n_cached);
  if (sample->n_failed > 0)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " failed", sample->n_failed);
}

static void
append_bar (GString *text, double fraction, guint n_columns, gboolean utf8)
{
  guint n_full = (guint) (fraction * n_columns);
  guint i;

  for (i = 0; i < n_columns; i++)
    if (utf8)
      g_string_append (text, i < n_full ? "█" : "░");
    else
      g_string_append_c (text, i < n_full ? '#' : '.');
}

/* (nullable) In place of the remaining time where nobody knows when that goes on, else before it;
 * what was printed above says it in full. */
static const char *
get_halt_words (FanfoldRunHalt halt)
{
  switch (halt)
    {
    case FANFOLD_RUN_HALT_PAUSE:
    case FANFOLD_RUN_HALT_CONDITION:
      return "paused";

    case FANFOLD_RUN_HALT_HISTORY:
      return "paused: history cannot be written";

    case FANFOLD_RUN_HALT_SHORT:
      return "held up: too little is free";

    case FANFOLD_RUN_HALT_DRAIN:
      return "ending";

    case FANFOLD_RUN_HALT_STOP:
      return "stopping";

    case FANFOLD_RUN_HALT_NONE:
    case FANFOLD_N_RUN_HALTS:
    default:
      return NULL;
    }
}

static void
append_left (ProgressBar *self, GString *words, const FanfoldCliSample *sample, const char *before)
{
  const char *halt = get_halt_words (sample->halt);
  g_autofree char *time = NULL;
  FanfoldAbout about;

  if (halt != NULL)
    g_string_append_printf (words, "%s%s", before, halt);
  fanfold_about_round (&about, &sample->remaining);
  time = fanfold_about_say (&about, FALSE, self->utf8 ? "–" : "-");
  if (time == NULL || sample->n_done >= sample->n_total ||
      (halt != NULL && sample->halt != FANFOLD_RUN_HALT_DRAIN))
    return;

  g_string_append_printf (words, "%s%s left", halt != NULL ? ", " : before, time);
}

/* Nobody knows how much is left, unless no more is begun. */
static void
append_growing (ProgressBar *self, GString *words, const FanfoldCliSample *sample, LeftOut left_out)
{
  g_string_append (words, "Done ");
  append_counts (words, sample, left_out);
  if (left_out >= LEFT_OUT_ELAPSED)
    return;

  g_string_append (words, "  ");
  fanfold_cli_append_clock (words, sample->elapsed);
  if (left_out < LEFT_OUT_RATE && sample->elapsed >= 1)
    g_string_append_printf (words, ", %.1f/s", (double) sample->n_done / sample->elapsed);
  append_left (self, words, sample, ", ");
}

static void
append_known (ProgressBar *self, GString *words, const FanfoldCliSample *sample, LeftOut left_out)
{
  g_string_append_printf (words, " %3d%%  ", (int) (sample->fraction * 100));
  append_counts (words, sample, left_out);
  if (left_out < LEFT_OUT_ELAPSED)
    {
      g_string_append (words, "  ");
      fanfold_cli_append_clock (words, sample->elapsed);
    }
  if (left_out < LEFT_OUT_REMAINING)
    append_left (self, words, sample, left_out < LEFT_OUT_ELAPSED ? ", " : "  ");
}

static gsize
count_columns (const GString *text)
{
  return (gsize) g_utf8_strlen (text->str, (gssize) text->len);
}

/* Whole parts are left out until it fits; what is left behind that is plain ASCII. */
static void
append_words (ProgressBar *self, GString *words, const FanfoldCliSample *sample, gsize n_columns)
{
  LeftOut left_out = LEFT_OUT_NONE;

  for (;;)
    {
      g_string_truncate (words, 0);
      if (sample->growing)
        append_growing (self, words, sample, left_out);
      else
        append_known (self, words, sample, left_out);
      if (count_columns (words) <= n_columns)
        return;
      if (left_out == LEFT_OUT_REMAINING)
        break;
      left_out++;
    }
  g_string_truncate (words, n_columns);
}

static void
draw (ProgressBar *self, const FanfoldCliSample *sample)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);
  /* The last column stays free: terminals wrap behind it. */
  gsize n_columns = fanfold_stream_get_width (self->parent.stream) - 1;

  append_words (self, words, sample, n_columns);
  if (!sample->growing && count_columns (words) + MIN_BAR_COLUMNS <= n_columns)
    append_bar (line,
                sample->fraction,
                MIN (n_columns - count_columns (words), (gsize) MAX_BAR_COLUMNS),
                self->utf8);
  g_string_append (line, words->str);

  fanfold_stream_set_status (self->parent.stream, line->str);
}

static void
progress_bar_show (FanfoldCliProgress *progress, const FanfoldCliSample *sample, gboolean last)
{
  ProgressBar *self = (ProgressBar *) progress;
  g_autoptr (GString) line = NULL;

  if (!last)
    {
      draw (self, sample);
      return;
    }

  line = g_string_new ("Done ");
  append_counts (line, sample, LEFT_OUT_NONE);
  g_string_append (line, " in ");
  if (sample->elapsed < 60)
    g_string_append_printf (line, "%.1f s", sample->elapsed);
  else
    fanfold_cli_append_clock (line, sample->elapsed);
  g_string_append_c (line, '\n');
  fanfold_stream_print (progress->stream, line->str);
}

FanfoldCliProgress *
fanfold_cli_progress_bar_new (FanfoldStream *stream)
{
  ProgressBar *self = g_new0 (ProgressBar, 1);

  self->parent.show = progress_bar_show;
  self->parent.stream = stream;
  self->utf8 = g_get_charset (NULL);

  return &self->parent;
}
