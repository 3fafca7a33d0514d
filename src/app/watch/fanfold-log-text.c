/* fanfold-log-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-text.h"

#define REPLACEMENT 0xfffd
#define MAX_NUMBER 99999

enum
{
  ESCAPE_NONE,
  ESCAPE_BEGUN,   /* behind ESC */
  ESCAPE_CONTROL, /* behind ESC [: ends with a byte from @ to ~ */
  ESCAPE_STRING   /* behind ESC ] and its kin: ends with BEL or ESC \ */
};

typedef struct
{
  gunichar character;
  FanfoldLogStyle style;
} Cell;

#define CELL(self, i) (&g_array_index ((self)->line, Cell, i))

static void
append_run (FanfoldLogText *self, gsize length, const FanfoldLogStyle *style)
{
  FanfoldLogRun *last = NULL;
  FanfoldLogRun run = { length, *style };

  if (self->runs->len > 0)
    last = &g_array_index (self->runs, FanfoldLogRun, self->runs->len - 1);

  if (last != NULL && fanfold_log_style_equal (&last->style, style))
    last->length += length;
  else
    g_array_append_val (self->runs, run);
}

/* A line's end looks like nothing: it goes with what stands before it. */
static void
append_line_end (FanfoldLogText *self)
{
  static const FanfoldLogStyle none = { 0 };

  g_string_append_c (self->text, '\n');
  append_run (self, 1, self->line->len > 0 ? &CELL (self, self->line->len - 1)->style : &none);
}

static void
append_line (FanfoldLogText *self)
{
  for (guint i = 0; i < self->line->len; i++)
    {
      gsize before = self->text->len;

      g_string_append_unichar (self->text, CELL (self, i)->character);
      append_run (self, self->text->len - before, &CELL (self, i)->style);
    }
}

static void
end_line (FanfoldLogText *self)
{
  append_line (self);
  append_line_end (self);
  fanfold_log_text_break_line (self);
}

static void
fill_up_to (FanfoldLogText *self, guint column)
{
  const Cell blank = { ' ', { 0 } };

  while (self->line->len < column)
    g_array_append_val (self->line, blank);
}

static void
put (FanfoldLogText *self, gunichar character)
{
  Cell cell = { character, self->style };

  if (self->column >= FANFOLD_LOG_TEXT_MAX_LINE)
    end_line (self);

  fill_up_to (self, self->column);
  if (self->column < self->line->len)
    *CELL (self, self->column) = cell;
  else
    g_array_append_val (self->line, cell);
  self->column++;
}

static guint
get_number (FanfoldLogText *self, guint place, guint otherwise)
{
  return place < self->n_numbers ? self->numbers[place] : otherwise;
}

/* From the cursor on, up to it, or all of it. */
static void
erase (FanfoldLogText *self)
{
  guint what = get_number (self, 0, 0);

  if (what == 0)
    g_array_set_size (self->line, MIN (self->line->len, self->column));
  else if (what == 2)
    g_array_set_size (self->line, 0);
  else if (what == 1)
    for (guint i = 0; i < MIN (self->line->len, self->column + 1); i++)
      *CELL (self, i) = (Cell){ ' ', { 0 } };
}

static gboolean
is_joined (FanfoldLogText *self, guint place)
{
  return place < self->n_numbers && (self->joined >> place & 1) != 0;
}

static guint32
make_colour (FanfoldLogText *self, guint kind, guint place)
{
  if (kind == 5)
    return FANFOLD_LOG_PALETTE (MIN (get_number (self, place, 0), 255));

  return FANFOLD_LOG_RGB (MIN (get_number (self, place, 0), 255),
                          MIN (get_number (self, place + 1, 0), 255),
                          MIN (get_number (self, place + 2, 0), 255));
}

/* Behind 38, 48 or 58 at @place: 5 and a number, or 2 and three; joined by colons there may be the
 * number of a colour space before these. Gives the place of the last. */
static guint
read_colour (FanfoldLogText *self, guint place, guint32 *colour)
{
  guint kind = get_number (self, place + 1, 0);
  guint last = place + 1;

  if (is_joined (self, place + 1))
    {
      while (is_joined (self, last + 1))
        last++;
      if ((kind == 2 && last >= place + 4) || (kind == 5 && last >= place + 2))
        *colour = make_colour (self, kind, kind == 5 ? place + 2 : last - 2);
      return last;
    }

  if (kind != 2 && kind != 5)
    return last;

  *colour = make_colour (self, kind, place + 2);
  return place + (kind == 2 ? 4 : 2);
}

static void
set_look (FanfoldLogText *self, guint look, gboolean on)
{
  self->style.look = on ? self->style.look | look : self->style.look & ~look;
}

static void
apply_look (FanfoldLogText *self, guint number, guint place)
{
  switch (number)
    {
    case 1:
      set_look (self, FANFOLD_LOG_BOLD, TRUE);
      break;
    case 3:
      set_look (self, FANFOLD_LOG_ITALIC, TRUE);
      break;
    case 4:
      set_look (self,
                FANFOLD_LOG_UNDERLINE,
                !is_joined (self, place + 1) || self->numbers[place + 1] != 0);
      break;
    case 7:
      set_look (self, FANFOLD_LOG_INVERSE, TRUE);
      break;
    case 9:
      set_look (self, FANFOLD_LOG_STRIKE, TRUE);
      break;
    case 21:
      set_look (self, FANFOLD_LOG_UNDERLINE, TRUE);
      break;
    case 22:
      set_look (self, FANFOLD_LOG_BOLD, FALSE);
      break;
    case 23:
      set_look (self, FANFOLD_LOG_ITALIC, FALSE);
      break;
    case 24:
      set_look (self, FANFOLD_LOG_UNDERLINE, FALSE);
      break;
    case 27:
      set_look (self, FANFOLD_LOG_INVERSE, FALSE);
      break;
    case 29:
      set_look (self, FANFOLD_LOG_STRIKE, FALSE);
      break;
    default:
      break;
    }
}

/* One number and what belongs to it. Gives the place of the last. */
static guint
apply_number (FanfoldLogText *self, guint place)
{
  guint number = self->numbers[place];
  guint32 ignored;

  if (number == 0)
    self->style = (FanfoldLogStyle){ 0 };
  else if (number >= 30 && number <= 37)
    self->style.foreground = FANFOLD_LOG_PALETTE (number - 30);
  else if (number >= 90 && number <= 97)
    self->style.foreground = FANFOLD_LOG_PALETTE (number - 90 + 8);
  else if (number >= 40 && number <= 47)
    self->style.background = FANFOLD_LOG_PALETTE (number - 40);
  else if (number >= 100 && number <= 107)
    self->style.background = FANFOLD_LOG_PALETTE (number - 100 + 8);
  else if (number == 39)
    self->style.foreground = FANFOLD_LOG_NO_COLOUR;
  else if (number == 49)
    self->style.background = FANFOLD_LOG_NO_COLOUR;
  else if (number == 38)
    return read_colour (self, place, &self->style.foreground);
  else if (number == 48)
    return read_colour (self, place, &self->style.background);
  else if (number == 58)
    return read_colour (self, place, &ignored);
  else
    apply_look (self, number, place);

  while (is_joined (self, place + 1))
    place++;

  return place;
}

static void
apply_style (FanfoldLogText *self)
{
  if (self->n_numbers == 0)
    self->style = (FanfoldLogStyle){ 0 };

  for (guint place = 0; place < self->n_numbers; place++)
    place = apply_number (self, place);
}

static void
apply_control (FanfoldLogText *self, char final)
{
  guint n = MAX (get_number (self, 0, 1), 1);

  if (!self->plain)
    return;

  if (final == 'm')
    apply_style (self);
  else if (final == 'K' || final == 'J')
    erase (self);
  else if (final == 'G')
    self->column = MIN (n - 1, FANFOLD_LOG_TEXT_MAX_LINE - 1);
  else if (final == 'C')
    self->column = MIN (self->column + n, FANFOLD_LOG_TEXT_MAX_LINE - 1);
  else if (final == 'D')
    self->column -= MIN (n, self->column);
}

static void
read_control (FanfoldLogText *self, guchar byte)
{
  guint *number = &self->numbers[MAX (self->n_numbers, 1) - 1];

  if (g_ascii_isdigit (byte) && self->n_numbers == 0)
    self->numbers[self->n_numbers++] = (guint) (byte - '0');
  else if (g_ascii_isdigit (byte))
    *number = MIN (*number * 10 + (guint) (byte - '0'), MAX_NUMBER);
  else if (byte == ';' || byte == ':')
    {
      if (self->n_numbers == 0)
        self->numbers[self->n_numbers++] = 0;
      if (self->n_numbers == FANFOLD_LOG_TEXT_MAX_NUMBERS)
        {
          self->plain = FALSE;
          return;
        }
      if (byte == ':')
        self->joined |= 1u << self->n_numbers;
      self->numbers[self->n_numbers++] = 0;
    }
  else if (byte < 0x40)
    self->plain = FALSE;
  else
    {
      apply_control (self, (char) byte);
      self->escape = ESCAPE_NONE;
    }
}

static void
begin_escape (FanfoldLogText *self, guchar byte)
{
  if (byte == '[')
    {
      self->escape = ESCAPE_CONTROL;
      self->plain = TRUE;
      self->n_numbers = 0;
      self->joined = 0;
    }
  else if (byte == ']' || byte == 'P' || byte == 'X' || byte == '^' || byte == '_')
    self->escape = ESCAPE_STRING;
  else if (byte < 0x20 || byte > 0x2f) /* those are followed by another */
    self->escape = ESCAPE_NONE;
}

/* True where @byte is part of an escape sequence. One that has no end lasts no longer than its
 * line. */
static gboolean
read_escape (FanfoldLogText *self, guchar byte)
{
  if (byte == 0x1b)
    {
      self->escape = ESCAPE_BEGUN;
      return TRUE;
    }
  if (self->escape == ESCAPE_NONE)
    return FALSE;
  if (byte == '\n' || byte == '\r')
    {
      self->escape = ESCAPE_NONE;
      return FALSE;
    }

  if (self->escape == ESCAPE_BEGUN)
    begin_escape (self, byte);
  else if (self->escape == ESCAPE_CONTROL)
    read_control (self, byte);
  else if (byte == '\a')
    self->escape = ESCAPE_NONE;

  return TRUE;
}

/* Characters of several bytes. */
static void
read_high_byte (FanfoldLogText *self, char byte)
{
  gunichar character;

  self->character[self->n_character++] = byte;
  character = g_utf8_get_char_validated (self->character, (gssize) self->n_character);
  if (character == (gunichar) -2 && self->n_character < sizeof self->character)
    return;

  if (character < (gunichar) -2)
    {
      self->n_character = 0;
      /* Those would end a line for a text view, and for nobody else. */
      if (character == 0x2028 || character == 0x2029)
        character = ' ';
      if (character == ' ' || character >= 0xa0)
        put (self, character);
      return;
    }

  put (self, REPLACEMENT);
  if (self->n_character == 1)
    {
      self->n_character = 0;
      return;
    }

  /* What did not belong to it may be the start of another. */
  self->n_character = 0;
  read_high_byte (self, byte);
}

static void
read_byte (FanfoldLogText *self, char byte)
{
  if ((guchar) byte < 0x80 && self->n_character > 0)
    {
      self->n_character = 0;
      put (self, REPLACEMENT);
    }

  if (self->n_character == 0 && read_escape (self, (guchar) byte))
    return;

  if ((guchar) byte >= 0x80)
    read_high_byte (self, byte);
  else if (byte == '\n')
    end_line (self);
  else if (byte == '\r')
    self->column = 0;
  else if (byte == '\b')
    self->column -= self->column > 0;
  else if (byte == '\t' || ((guchar) byte >= 0x20 && byte != 0x7f))
    put (self, (gunichar) byte);
}

void
fanfold_log_text_clear (FanfoldLogText *self)
{
  g_return_if_fail (self != NULL);

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->line, g_array_unref);
  g_clear_pointer (&self->runs, g_array_unref);
  *self = (FanfoldLogText){ NULL };
}

const char *
fanfold_log_text_read (FanfoldLogText *self, const char *bytes, gsize length, const GArray **runs)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (self->text == NULL)
    {
      self->text = g_string_new (NULL);
      self->line = g_array_new (FALSE, FALSE, sizeof (Cell));
      self->runs = g_array_new (FALSE, FALSE, sizeof (FanfoldLogRun));
    }

  g_string_truncate (self->text, 0);
  g_array_set_size (self->runs, 0);
  for (gsize i = 0; i < length; i++)
    read_byte (self, bytes[i]);
  append_line (self);

  if (runs != NULL)
    *runs = self->runs;
  return self->text->str;
}

void
fanfold_log_text_break_line (FanfoldLogText *self)
{
  g_return_if_fail (self != NULL);

  if (self->line != NULL)
    g_array_set_size (self->line, 0);
  self->column = 0;
}
