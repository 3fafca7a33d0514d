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

typedef struct
{
  FanfoldCliProgress parent;
  gboolean utf8;
} ProgressBar;

static void
append_counts (GString *text, const FanfoldCliSample *sample)
{
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, sample->n_done);
  if (!sample->growing)
    g_string_append_printf (text, "/%" G_GUINT64_FORMAT, sample->n_total);
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

/* Nobody knows how much is left. */
static void
draw_growing (ProgressBar *self, const FanfoldCliSample *sample)
{
  g_autoptr (GString) line = g_string_new ("Done ");

  append_counts (line, sample);
  g_string_append (line, "  ");
  fanfold_cli_append_clock (line, sample->elapsed);
  if (sample->elapsed >= 1)
    g_string_append_printf (line, ", %.1f/s", (double) sample->n_done / sample->elapsed);
  g_string_truncate (line, MIN (line->len, fanfold_stream_get_width (self->parent.stream) - 1));

  fanfold_stream_set_status (self->parent.stream, line->str);
}

static gsize
count_columns (const GString *text)
{
  return (gsize) g_utf8_strlen (text->str, (gssize) text->len);
}

static void
draw (ProgressBar *self, const FanfoldCliSample *sample)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);
  gsize n_columns = fanfold_stream_get_width (self->parent.stream);

  g_string_append_printf (words, " %3d%%  ", (int) (sample->fraction * 100));
  append_counts (words, sample);
  g_string_append (words, "  ");
  fanfold_cli_append_clock (words, sample->elapsed);
  if (sample->remaining.median >= 0 && sample->n_done < sample->n_total)
    {
      g_string_append (words, ", ");
      fanfold_about_append (words, &sample->remaining, self->utf8 ? "–" : "-");
      g_string_append (words, " left");
    }

  /* The last column stays free: terminals wrap behind it. */
  if (count_columns (words) + MIN_BAR_COLUMNS < n_columns)
    append_bar (line,
                sample->fraction,
                MIN (n_columns - count_columns (words) - 1, (gsize) MAX_BAR_COLUMNS),
                self->utf8);
  else
    g_string_truncate (
        words,
        (gsize) (g_utf8_offset_to_pointer (words->str,
                                           (glong) MIN (count_columns (words), n_columns - 1)) -
                 words->str));
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
      (sample->growing ? draw_growing : draw) (self, sample);
      return;
    }

  line = g_string_new ("Done ");
  append_counts (line, sample);
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
