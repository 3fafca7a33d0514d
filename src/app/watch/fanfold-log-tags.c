/* fanfold-log-tags.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-tags.h"

/* A rainbow has a colour a character; each tag costs all that look at any. */
#define MAX_TAGS 512
#define COARSE FANFOLD_LOG_RGB (0xe0, 0xe0, 0xe0) /* of each colour three bits are left */

struct _FanfoldLogTags
{
  GtkTextBuffer *buffer;
  GHashTable *tags; /* of FanfoldLogStyle to GtkTextTag */
  gboolean dark;
};

FanfoldLogTags *
fanfold_log_tags_new (GtkTextBuffer *buffer)
{
  FanfoldLogTags *self;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_new0 (FanfoldLogTags, 1);
  self->buffer = buffer;
  self->tags =
      g_hash_table_new_full (fanfold_log_style_hash, fanfold_log_style_equal, g_free, NULL);

  return self;
}

void
fanfold_log_tags_free (FanfoldLogTags *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->tags);
  g_free (self);
}

static void
set_colour (GtkTextTag *tag, const char *property, int colour)
{
  GdkRGBA rgba = { (float) (colour >> 16 & 0xff) / 255,
                   (float) (colour >> 8 & 0xff) / 255,
                   (float) (colour & 0xff) / 255,
                   1 };

  g_object_set (tag, property, colour >= 0 ? &rgba : NULL, NULL);
}

static void
paint (FanfoldLogTags *self, GtkTextTag *tag, const FanfoldLogStyle *style)
{
  int foreground, background;

  fanfold_log_style_get_colours (style, self->dark, &foreground, &background);
  set_colour (tag, "foreground-rgba", foreground);
  set_colour (tag, "background-rgba", background);
}

static GtkTextTag *
make_tag (FanfoldLogTags *self, const FanfoldLogStyle *style)
{
  GtkTextTag *tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);

  if ((style->look & FANFOLD_LOG_BOLD) != 0)
    g_object_set (tag, "weight", PANGO_WEIGHT_BOLD, NULL);
  if ((style->look & FANFOLD_LOG_ITALIC) != 0)
    g_object_set (tag, "style", PANGO_STYLE_ITALIC, NULL);
  if ((style->look & FANFOLD_LOG_UNDERLINE) != 0)
    g_object_set (tag, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  if ((style->look & FANFOLD_LOG_STRIKE) != 0)
    g_object_set (tag, "strikethrough", TRUE, NULL);
  paint (self, tag, style);

  return tag;
}

static guint32
make_coarse (guint32 colour)
{
  return (colour & FANFOLD_LOG_RGB (0, 0, 0)) != 0 ? colour & COARSE : colour;
}

GtkTextTag *
fanfold_log_tags_get (FanfoldLogTags *self, const FanfoldLogStyle *style)
{
  FanfoldLogStyle kept = *style;
  GtkTextTag *tag;

  g_return_val_if_fail (self != NULL, NULL);

  if (style->foreground == 0 && style->background == 0 && style->look == 0)
    return NULL;

  tag = g_hash_table_lookup (self->tags, style);
  if (tag == NULL && g_hash_table_size (self->tags) >= MAX_TAGS)
    {
      kept.foreground = make_coarse (kept.foreground);
      kept.background = make_coarse (kept.background);
      tag = g_hash_table_lookup (self->tags, &kept);
    }
  if (tag == NULL && g_hash_table_size (self->tags) < 2 * MAX_TAGS)
    {
      tag = make_tag (self, &kept);
      g_hash_table_insert (self->tags, g_memdup2 (&kept, sizeof kept), tag);
    }

  return tag;
}

void
fanfold_log_tags_set_dark (FanfoldLogTags *self, gboolean dark)
{
  GHashTableIter iter;
  gpointer style, tag;

  g_return_if_fail (self != NULL);

  self->dark = dark;
  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, &style, &tag))
    paint (self, tag, style);
}
