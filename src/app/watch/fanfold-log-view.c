/* fanfold-log-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-view.h"

#include "fanfold-log-tags.h"
#include "fanfold-log-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_KINDS (FANFOLD_LOG_NOTE + 1)

struct _FanfoldLogView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkTextBuffer *buffer;
  GtkTextTag *tags[N_KINDS];
  FanfoldLogTags *styles;
  FanfoldLogText texts[N_KINDS];
  FanfoldLogKind last_kind; /* whose the last line is, which is open */
  gboolean follows;

  GQueue pieces; /* of Piece: what is not shown yet */
  gsize queued_bytes;
  gboolean left_out; /* something before the first of them */
  guint source;
};

typedef struct
{
  FanfoldLogKind kind;
  gboolean own_line;
  GBytes *bytes;
} Piece;

G_DEFINE_FINAL_TYPE (FanfoldLogView, fanfold_log_view, ADW_TYPE_BIN)

/* How much goes at once when the log is too long, so that it is not at each line. */
#define SHORTEN_BY (FANFOLD_LOG_VIEW_MAX_CHARS / 16)

/* What is small is shown at once, where nothing waits; what is large bit by bit, and no more of it
 * than there is room for. */
#define STEP_BYTES ((gsize) 4 * 1024)
#define STEPS_USEC (4 * 1000)
#define MAX_QUEUED_BYTES ((gsize) FANFOLD_LOG_VIEW_MAX_CHARS)

typedef struct
{
  const char *light;
  const char *dark;
} Colours;

static const Colours colours[N_KINDS] = {
  [FANFOLD_LOG_STDERR] = { "#9c4000", "#ffbe6f" }, [FANFOLD_LOG_DEBUG] = { "#5e5c64", "#9a9996" },
  [FANFOLD_LOG_INFO] = { "#1a5fb4", "#99c1f1" },   [FANFOLD_LOG_WARNING] = { "#905400", "#f8e45c" },
  [FANFOLD_LOG_ERROR] = { "#c01c28", "#ff7b63" },  [FANFOLD_LOG_NOTE] = { "#5e5c64", "#c0bfbc" },
};

static void
paint_tags (FanfoldLogView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  for (guint i = 0; i < N_KINDS; i++)
    if (colours[i].light != NULL)
      g_object_set (self->tags[i], "foreground", dark ? colours[i].dark : colours[i].light, NULL);
  fanfold_log_tags_set_dark (self->styles, dark);
}

static void
style_changed_cb (FanfoldLogView *self)
{
  paint_tags (self);
}

/* Not by colour alone: what went to stderr is indented, our own notes are in italics, errors and
 * warnings bold. */
static void
make_tags (FanfoldLogView *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    self->tags[i] = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);

  g_object_set (self->tags[FANFOLD_LOG_STDERR], "left-margin", 24, NULL);
  g_object_set (self->tags[FANFOLD_LOG_NOTE], "style", PANGO_STYLE_ITALIC, NULL);
  g_object_set (self->tags[FANFOLD_LOG_WARNING], "weight", PANGO_WEIGHT_BOLD, NULL);
  g_object_set (self->tags[FANFOLD_LOG_ERROR], "weight", PANGO_WEIGHT_BOLD, NULL);
}

static void
scrolled_cb (FanfoldLogView *self, GtkAdjustment *adjustment)
{
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  self->follows = gtk_adjustment_get_value (adjustment) >= end - 8;
}

static void
grown_cb (FanfoldLogView *self, GtkAdjustment *adjustment)
{
  if (self->follows)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_upper (adjustment) -
                                  gtk_adjustment_get_page_size (adjustment));
}

static void
piece_free (Piece *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* Where the text goes that takes the place of the open line, or that of a new one. */
static void
begin_insert (FanfoldLogView *self, FanfoldLogKind kind, gboolean own_line, GtkTextIter *end)
{
  GtkTextIter start;

  gtk_text_buffer_get_end_iter (self->buffer, end);
  start = *end;
  gtk_text_iter_set_line_offset (&start, 0);
  if (kind == self->last_kind && !own_line)
    {
      gtk_text_buffer_delete (self->buffer, &start, end);
      return;
    }

  fanfold_log_text_break_line (&self->texts[self->last_kind]);
  if (!gtk_text_iter_starts_line (end))
    gtk_text_buffer_insert (self->buffer, end, "\n", 1);
  self->last_kind = kind;
}

static void
insert (
    FanfoldLogView *self, FanfoldLogKind kind, gboolean own_line, const char *bytes, gsize length)
{
  const GArray *runs;
  const char *text;
  GtkTextIter end;

  begin_insert (self, kind, own_line, &end);
  text = fanfold_log_text_read (&self->texts[kind], bytes, length, &runs);
  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldLogRun *run = &g_array_index (runs, FanfoldLogRun, i);

      gtk_text_buffer_insert_with_tags (self->buffer,
                                        &end,
                                        text,
                                        (int) run->length,
                                        self->tags[kind],
                                        fanfold_log_tags_get (self->styles, &run->style),
                                        NULL);
      text += run->length;
    }
}

static void
say_left_out (FanfoldLogView *self)
{
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_insert_with_tags (self->buffer,
                                    &start,
                                    _ ("(Earlier lines are left out here.)\n"),
                                    -1,
                                    self->tags[FANFOLD_LOG_NOTE],
                                    NULL);
}

static void
shorten (FanfoldLogView *self)
{
  int n_chars = gtk_text_buffer_get_char_count (self->buffer);
  GtkTextIter start;
  GtkTextIter end;

  if (n_chars <= FANFOLD_LOG_VIEW_MAX_CHARS)
    return;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_offset (
      self->buffer, &end, n_chars - FANFOLD_LOG_VIEW_MAX_CHARS + SHORTEN_BY);
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  say_left_out (self);
}

/* What comes behind what was dropped has nothing to do with what is shown. */
static void
leave_out (FanfoldLogView *self)
{
  self->left_out = FALSE;
  for (guint i = 0; i < N_KINDS; i++)
    fanfold_log_text_clear (&self->texts[i]);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  say_left_out (self);
}

static void
show_step (FanfoldLogView *self)
{
  Piece *piece = g_queue_peek_head (&self->pieces);
  gsize length;
  const char *bytes = g_bytes_get_data (piece->bytes, &length);
  gsize step = MIN (length, STEP_BYTES);
  g_autoptr (GBytes) whole = NULL;

  if (self->left_out)
    leave_out (self);

  insert (self, piece->kind, piece->own_line, bytes, step);
  shorten (self);
  self->queued_bytes -= step;
  if (step == length)
    {
      piece_free (g_queue_pop_head (&self->pieces));
      return;
    }

  whole = piece->bytes;
  piece->bytes = g_bytes_new_from_bytes (whole, step, length - step);
  piece->own_line = FALSE;
}

static gboolean
show_steps_cb (gpointer user_data)
{
  FanfoldLogView *self = user_data;
  gint64 until = g_get_monotonic_time () + STEPS_USEC;

  while (!g_queue_is_empty (&self->pieces) && g_get_monotonic_time () < until)
    show_step (self);
  if (!g_queue_is_empty (&self->pieces))
    return G_SOURCE_CONTINUE;

  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
drop_first (FanfoldLogView *self)
{
  Piece *piece = g_queue_pop_head (&self->pieces);

  self->queued_bytes -= g_bytes_get_size (piece->bytes);
  self->left_out = TRUE;
  piece_free (piece);
}

/* How much of the beginning of @bytes would not be seen long: whole lines. */
static gsize
count_skipped (const char *bytes, gsize length)
{
  gsize skipped = length > MAX_QUEUED_BYTES ? length - MAX_QUEUED_BYTES : 0;
  const char *line_end = skipped > 0 ? memchr (bytes + skipped, '\n', length - skipped) : NULL;

  return line_end != NULL ? (gsize) (line_end - bytes) + 1 : skipped;
}

static void
enqueue (FanfoldLogView *self, FanfoldLogKind kind, gboolean own_line, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize skipped = count_skipped (text, length);
  Piece piece = { kind, own_line, NULL };

  self->left_out = self->left_out || skipped > 0;
  piece.bytes = g_bytes_new_from_bytes (bytes, skipped, length - skipped);
  g_queue_push_tail (&self->pieces, g_memdup2 (&piece, sizeof piece));
  self->queued_bytes += length - skipped;
  while (self->queued_bytes > MAX_QUEUED_BYTES && self->pieces.length > 1)
    drop_first (self);
  if (self->source == 0)
    self->source = g_idle_add (show_steps_cb, self);
}

static void
append (FanfoldLogView *self, FanfoldLogKind kind, gboolean own_line, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length == 0)
    return;

  if (length > STEP_BYTES || !g_queue_is_empty (&self->pieces))
    {
      enqueue (self, kind, own_line, bytes);
      return;
    }

  insert (self, kind, own_line, text, length);
  shorten (self);
}

static void
clear_queue (FanfoldLogView *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_queue_clear_full (&self->pieces, (GDestroyNotify) piece_free);
  self->queued_bytes = 0;
  self->left_out = FALSE;
}

static void
fanfold_log_view_dispose (GObject *object)
{
  FanfoldLogView *self = FANFOLD_LOG_VIEW (object);

  clear_queue (self);

  G_OBJECT_CLASS (fanfold_log_view_parent_class)->dispose (object);
}

static void
fanfold_log_view_finalize (GObject *object)
{
  FanfoldLogView *self = FANFOLD_LOG_VIEW (object);

  for (guint i = 0; i < N_KINDS; i++)
    fanfold_log_text_clear (&self->texts[i]);
  g_clear_pointer (&self->styles, fanfold_log_tags_free);

  G_OBJECT_CLASS (fanfold_log_view_parent_class)->finalize (object);
}

static void
fanfold_log_view_class_init (FanfoldLogViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_log_view_dispose;
  object_class->finalize = fanfold_log_view_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-log-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLogView, scroller);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLogView, buffer);
}

static void
fanfold_log_view_init (FanfoldLogView *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->follows = TRUE;
  make_tags (self);
  self->styles = fanfold_log_tags_new (self->buffer);
  paint_tags (self);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (style_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (
      adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (grown_cb), self, G_CONNECT_SWAPPED);
}

void
fanfold_log_view_clear (FanfoldLogView *self)
{
  g_return_if_fail (FANFOLD_IS_LOG_VIEW (self));

  clear_queue (self);
  for (guint i = 0; i < N_KINDS; i++)
    fanfold_log_text_clear (&self->texts[i]);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  self->last_kind = FANFOLD_LOG_STDOUT;
  self->follows = TRUE;
}

void
fanfold_log_view_append (FanfoldLogView *self, FanfoldLogKind kind, GBytes *bytes)
{
  g_return_if_fail (FANFOLD_IS_LOG_VIEW (self));
  g_return_if_fail (kind < N_KINDS);
  g_return_if_fail (bytes != NULL);

  append (self, kind, FALSE, bytes);
}

void
fanfold_log_view_append_note (FanfoldLogView *self, const char *note)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *line = NULL;

  g_return_if_fail (FANFOLD_IS_LOG_VIEW (self));
  g_return_if_fail (note != NULL);

  line = g_strconcat (note, "\n", NULL);
  bytes = g_bytes_new (line, strlen (line));
  append (self, FANFOLD_LOG_NOTE, TRUE, bytes);
}

gboolean
fanfold_log_view_is_empty (FanfoldLogView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LOG_VIEW (self), TRUE);

  return gtk_text_buffer_get_char_count (self->buffer) == 0 && g_queue_is_empty (&self->pieces);
}

GtkTextBuffer *
fanfold_log_view_get_buffer (FanfoldLogView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LOG_VIEW (self), NULL);

  return self->buffer;
}
