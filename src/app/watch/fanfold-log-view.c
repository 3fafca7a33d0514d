/* fanfold-log-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-view.h"
#include "fanfold-log-text.h"

#include <glib/gi18n.h>

#define N_KINDS (FANFOLD_LOG_NOTE + 1)

struct _FanfoldLogView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkTextTag *tags[N_KINDS];
  FanfoldLogText texts[N_KINDS];
  FanfoldLogKind last_kind;
  gboolean follows;
};

G_DEFINE_FINAL_TYPE (FanfoldLogView, fanfold_log_view, ADW_TYPE_BIN)

/* How much goes at once when the log is too long, so that it is not at each line. */
#define SHORTEN_BY (FANFOLD_LOG_VIEW_MAX_CHARS / 4)

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
insert (FanfoldLogView *self, FanfoldLogKind kind, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (kind != self->last_kind && !gtk_text_iter_starts_line (&end))
    gtk_text_buffer_insert (self->buffer, &end, "\n", 1);
  gtk_text_buffer_insert_with_tags (self->buffer, &end, text, -1, self->tags[kind], NULL);
  self->last_kind = kind;
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
  gtk_text_buffer_insert_with_tags (self->buffer,
                                    &start,
                                    _ ("(Earlier lines are left out here.)\n"),
                                    -1,
                                    self->tags[FANFOLD_LOG_NOTE],
                                    NULL);
}

static void
fanfold_log_view_finalize (GObject *object)
{
  FanfoldLogView *self = FANFOLD_LOG_VIEW (object);

  for (guint i = 0; i < N_KINDS; i++)
    fanfold_log_text_clear (&self->texts[i]);

  G_OBJECT_CLASS (fanfold_log_view_parent_class)->finalize (object);
}

static void
fanfold_log_view_class_init (FanfoldLogViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = fanfold_log_view_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-log-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLogView, scroller);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLogView, text_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLogView, buffer);
}

static void
fanfold_log_view_init (FanfoldLogView *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->follows = TRUE;
  make_tags (self);
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

  for (guint i = 0; i < N_KINDS; i++)
    fanfold_log_text_clear (&self->texts[i]);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  self->last_kind = FANFOLD_LOG_STDOUT;
  self->follows = TRUE;
}

void
fanfold_log_view_append (FanfoldLogView *self, FanfoldLogKind kind, const char *bytes, gsize length)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FANFOLD_IS_LOG_VIEW (self));
  g_return_if_fail (kind < N_KINDS);

  text = fanfold_log_text_read (&self->texts[kind], bytes, length);
  if (*text == '\0')
    return;

  insert (self, kind, text);
  shorten (self);
}

gboolean
fanfold_log_view_is_empty (FanfoldLogView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LOG_VIEW (self), TRUE);

  return gtk_text_buffer_get_char_count (self->buffer) == 0;
}

GtkTextBuffer *
fanfold_log_view_get_buffer (FanfoldLogView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LOG_VIEW (self), NULL);

  return self->buffer;
}
