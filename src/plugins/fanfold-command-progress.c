/* fanfold-command-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-progress.h"

#include <string.h>

#define MAX_FED ((gsize) 4096) /* of a larger piece the end counts: nobody could read it */
#define ESC '\033'
#define BEL '\a'

typedef struct
{
  double fraction;
  guint32 shape;
} Sight;

void
fanfold_command_progress_init (FanfoldCommandProgress *self)
{
  *self = (FanfoldCommandProgress){ .fraction = -1, .fall = -1 };
}

/* FNV-1a of the letters. */
static guint32
make_shape (const char *text, gsize length)
{
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalpha (text[i]))
      hash = (hash ^ (guint8) text[i]) * 16777619u;

  return hash;
}

static gboolean
is_bound (char c)
{
  return !g_ascii_isalnum (c) && strchr ("./-_", c) == NULL;
}

/* The number that ends at @end: where it begins, or G_MAXSIZE. At most nine digits before the
 * point. */
static gsize
find_number (const char *line, gsize end, gboolean with_point, double *value)
{
  gsize begin = end;
  gsize n_whole = 0;
  double whole = 0;
  double unit = 1;
  gsize i;

  while (begin > 0 && g_ascii_isdigit (line[begin - 1]))
    begin--;
  if (with_point && begin > 1 && begin < end && line[begin - 1] == '.' &&
      g_ascii_isdigit (line[begin - 2]))
    for (begin--; begin > 0 && g_ascii_isdigit (line[begin - 1]);)
      begin--;
  for (i = begin; i < end && line[i] != '.'; i++, n_whole++)
    whole = whole * 10 + (line[i] - '0');
  if (n_whole == 0 || n_whole > 9)
    return G_MAXSIZE;
  for (i++; i < end; i++)
    {
      unit /= 10;
      whole += unit * (line[i] - '0');
    }

  *value = whole;
  return begin;
}

static gboolean
read_percentage (const char *line, gsize length, gsize sign, Sight *sight)
{
  gsize end = sign > 0 && line[sign - 1] == ' ' ? sign - 1 : sign;
  double value;
  gsize begin = find_number (line, end, TRUE, &value);

  if (begin == G_MAXSIZE || value > 100 ||
      (begin > 0 && (g_ascii_isalnum (line[begin - 1]) || strchr (".-_", line[begin - 1]))) ||
      (sign + 1 < length && g_ascii_isalnum (line[sign + 1])))
    return FALSE;

  sight->fraction = value / 100;
  sight->shape = make_shape (line, begin);
  return TRUE;
}

/* Where the line may go on, the second number may, too. */
static gboolean
read_count (const char *line, gsize length, gsize slash, gboolean is_whole, Sight *sight)
{
  gsize end = slash + 1;
  double part;
  double total;
  gsize begin = find_number (line, slash, FALSE, &part);

  while (end < length && g_ascii_isdigit (line[end]))
    end++;
  if (begin == G_MAXSIZE || end == slash + 1 || (end == length && !is_whole) ||
      find_number (line, end, FALSE, &total) != slash + 1)
    return FALSE;
  if (part > total || total < 2 || (begin > 0 && !is_bound (line[begin - 1])) ||
      (end < length && !is_bound (line[end]) && !(line[end] == '.' && end + 1 == length)))
    return FALSE;

  sight->fraction = part / total;
  sight->shape = make_shape (line, begin);
  return TRUE;
}

static gboolean
find_sight (const char *line, gsize length, gboolean is_whole, Sight *sight)
{
  for (gsize i = length; i > 0; i--)
    if (line[i - 1] == '%' && read_percentage (line, length, i - 1, sight))
      return TRUE;
  for (gsize i = length; i > 0; i--)
    if (line[i - 1] == '/' && read_count (line, length, i - 1, is_whole, sight))
      return TRUE;

  return FALSE;
}

/* What counts already stays or grows; see the header. */
static gboolean
take_sight (FanfoldCommandProgress *self, const Sight *sight)
{
  gboolean same = self->n_seen > 0 && sight->shape == self->shape;
  gboolean goes_on = sight->fraction >= self->fraction;

  if (goes_on && !same && self->n_seen >= 2 && sight->fraction >= 1)
    return FALSE;
  if (!goes_on && !(self->fall >= 0 && sight->shape == self->fall_shape &&
                    sight->fraction > self->fall && sight->fraction < self->fraction))
    {
      self->fall = sight->fraction;
      self->fall_shape = sight->shape;
      return FALSE;
    }

  self->n_seen = same ? self->n_seen + 1 : 1;
  self->shape = sight->shape;
  self->fall = -1;
  self->fraction = sight->fraction;
  return TRUE;
}

static gboolean
look (FanfoldCommandProgress *self, FanfoldCommandLine *line, gboolean is_whole)
{
  const char *escape = memrchr (line->line, ESC, line->length);
  gsize length = line->length;
  double before = self->fraction;
  Sight sight;

  /* The text of a sequence that has not ended is none for people. */
  if (escape != NULL && escape + 1 < line->line + length && escape[1] == ']')
    length = (gsize) (escape - line->line);
  if (self->by_osc || length == 0 || (line->seen == line->length && !is_whole))
    return FALSE;

  line->seen = line->length;
  return find_sight (line->line, length, is_whole, &sight) && take_sight (self, &sight) &&
         self->fraction != before;
}

/* 0: none, 1: at a value, 2: failed, 3: busy, 4: paused. */
static gboolean
take_osc (FanfoldCommandProgress *self, const char *text, gsize length)
{
  double before = self->fraction;
  guint percent = 0;
  gsize i = 2;

  if (length < 5 || strncmp (text, "9;4;", 4) != 0 || text[4] < '0' || text[4] > '4')
    return FALSE;

  if (text[4] == '0' || text[4] == '3')
    {
      self->by_osc = self->by_osc || text[4] == '3';
      self->fraction = text[4] == '3' ? -1 : self->fraction;
      return self->fraction != before;
    }

  for (i = 6; i < length && g_ascii_isdigit (text[i]) && percent <= 100; i++)
    percent = percent * 10 + (guint) (text[i] - '0');
  if (length < 7 || text[5] != ';' || i < length || percent > 100)
    return FALSE;

  self->by_osc = TRUE;
  self->fraction = percent / 100.0;
  return self->fraction != before;
}

/* A sequence ESC ] … that ends with the last byte of the line is taken off it. */
static gboolean
end_osc (FanfoldCommandProgress *self, FanfoldCommandLine *line, gsize n_end)
{
  gsize end = line->length - n_end;
  gsize begin = end;

  while (begin > 0 && line->line[begin - 1] != ESC)
    begin--;
  if (begin == 0 || begin >= end || line->line[begin] != ']')
    return FALSE;

  line->length = begin - 1;
  line->seen = MIN (line->seen, line->length);
  return take_osc (self, line->line + begin + 1, end - begin - 1);
}

static gboolean
add_byte (FanfoldCommandProgress *self, FanfoldCommandLine *line, char c)
{
  gboolean changed;

  if (c == '\n' || c == '\r')
    {
      changed = look (self, line, TRUE);
      line->length = line->seen = 0;
      return changed;
    }

  if (line->length == sizeof line->line)
    {
      line->length /= 2;
      line->seen -= MIN (line->seen, line->length);
      memmove (line->line, line->line + line->length, line->length);
    }
  line->line[line->length++] = c;
  if (c == BEL)
    return end_osc (self, line, 1);
  if (c == '\\' && line->length > 1 && line->line[line->length - 2] == ESC)
    return end_osc (self, line, 2);

  return FALSE;
}

gboolean
fanfold_command_progress_feed (FanfoldCommandProgress *self,
                               guint stream,
                               const char *bytes,
                               gsize length)
{
  FanfoldCommandLine *line = &self->lines[stream];
  gboolean changed = FALSE;

  if (length > MAX_FED)
    {
      bytes += length - MAX_FED;
      length = MAX_FED;
      line->length = line->seen = 0;
    }
  for (gsize i = 0; i < length; i++)
    changed = add_byte (self, line, bytes[i]) || changed;

  return look (self, line, FALSE) || changed;
}
