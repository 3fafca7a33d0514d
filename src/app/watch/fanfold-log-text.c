/* fanfold-log-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-text.h"

enum
{
  ESCAPE_NONE,
  ESCAPE_BEGUN,   /* behind ESC */
  ESCAPE_CONTROL, /* behind ESC [: ends with a byte from @ to ~ */
  ESCAPE_STRING   /* behind ESC ]: ends with BEL or ESC \ */
};

static void
append_byte (FanfoldLogText *self, char byte)
{
  gboolean continues = ((guchar) byte & 0xc0) == 0x80;

  if (byte == '\n')
    self->column = 0;
  else if (!continues && ++self->column > FANFOLD_LOG_TEXT_MAX_LINE)
    {
      g_string_append_c (self->pending, '\n');
      self->column = 1;
    }
  g_string_append_c (self->pending, byte);
}

/* True where @byte is part of an escape sequence. */
static gboolean
skip_escape (FanfoldLogText *self, guchar byte)
{
  switch (self->escape)
    {
    case ESCAPE_BEGUN:
      self->escape = byte == '[' ? ESCAPE_CONTROL : byte == ']' ? ESCAPE_STRING : ESCAPE_NONE;
      return TRUE;

    case ESCAPE_CONTROL:
      if (byte >= 0x40 && byte <= 0x7e)
        self->escape = ESCAPE_NONE;
      return TRUE;

    case ESCAPE_STRING:
      if (byte == '\a')
        self->escape = ESCAPE_NONE;
      else if (byte == 0x1b)
        self->escape = ESCAPE_BEGUN;
      return TRUE;

    default:
      if (byte == 0x1b)
        self->escape = ESCAPE_BEGUN;
      return byte == 0x1b;
    }
}

static void
read_byte (FanfoldLogText *self, char byte)
{
  if (skip_escape (self, (guchar) byte))
    return;

  if (self->carriage_return)
    append_byte (self, '\n');
  if (self->carriage_return && byte == '\n')
    {
      self->carriage_return = FALSE;
      return;
    }

  self->carriage_return = byte == '\r';
  if (byte == '\n' || byte == '\t' || ((guchar) byte >= 0x20 && byte != 0x7f))
    append_byte (self, byte);
}

/* How many bytes at the end may be the start of a character. */
static gsize
count_unfinished (const GString *text)
{
  for (gsize n = 1; n <= 3 && n <= text->len; n++)
    {
      const char *start = text->str + text->len - n;

      if (g_utf8_get_char_validated (start, (gssize) n) == (gunichar) -2)
        return n;
    }

  return 0;
}

void
fanfold_log_text_clear (FanfoldLogText *self)
{
  g_return_if_fail (self != NULL);

  if (self->pending != NULL)
    g_string_free (self->pending, TRUE);
  *self = (FanfoldLogText){ NULL };
}

char *
fanfold_log_text_read (FanfoldLogText *self, const char *bytes, gsize length)
{
  gsize n_unfinished;
  char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (self->pending == NULL)
    self->pending = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    read_byte (self, bytes[i]);

  n_unfinished = count_unfinished (self->pending);
  text = g_utf8_make_valid (self->pending->str, (gssize) (self->pending->len - n_unfinished));
  g_string_erase (self->pending, 0, (gssize) (self->pending->len - n_unfinished));

  return text;
}
