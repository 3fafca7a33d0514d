/* fanfold-csv-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-csv-row.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *at;
  const char *end;
  gboolean at_end;
  char delimiter;
} Scan;

static inline gboolean
is_delimiter (const Scan *self, char c)
{
  return self->delimiter != FANFOLD_CSV_ANY_DELIMITER ? c == self->delimiter
                                                      : c == ',' || c == ';' || c == '\t';
}

static gboolean
is_row_end (const Scan *self)
{
  if (self->at == self->end || *self->at == '\n')
    return TRUE;

  return *self->at == '\r' && (self->at + 1 == self->end || self->at[1] == '\n');
}

/* Up to behind the quote that ends the field. False where that is not there. */
static gboolean
skip_quoted (Scan *self, guint64 *n_lines)
{
  for (self->at++; self->at < self->end; self->at++)
    {
      if (*self->at == '\n')
        ++*n_lines;
      if (*self->at != '"')
        continue;
      if (self->at + 1 < self->end && self->at[1] == '"')
        {
          self->at++;
          continue;
        }
      self->at++;
      return self->at < self->end || self->at_end;
    }

  return FALSE;
}

/* Up to the delimiter or line break; a \r that ends no line is like any other character. */
static void
skip_plain (Scan *self)
{
  for (; self->at < self->end; self->at++)
    {
      if (*self->at == '\n' || is_delimiter (self, *self->at) ||
          (*self->at == '\r' && is_row_end (self)))
        return;
    }
}

/* Whether more may tell what stands where it came to. */
static gboolean
is_open (const Scan *self)
{
  return !self->at_end &&
         (self->at == self->end || (*self->at == '\r' && self->at + 1 == self->end));
}

static void
set_fault (FanfoldCsvRow *self, const char *fault, gsize offset)
{
  self->fault = fault;
  self->fault_offset = offset;
}

static gboolean
scan_field (FanfoldCsvRow *self, Scan *scan, const char *text)
{
  FanfoldCsvField field = { .offset = (gsize) (scan->at - text) };

  if (scan->at < scan->end && *scan->at == '"')
    {
      if (!skip_quoted (scan, &self->n_lines))
        {
          if (scan->at_end)
            set_fault (self, _ ("This quote is not closed"), field.offset);
          return scan->at_end;
        }
    }
  else
    skip_plain (scan);
  if (is_open (scan))
    return FALSE;

  field.length = (gsize) (scan->at - text) - field.offset;
  g_array_append_val (self->fields, field);
  if (self->fields->len > FANFOLD_CSV_MAX_COLUMNS)
    set_fault (self, _ ("There are more than 65536 fields in this row"), field.offset);
  else if (!is_row_end (scan) && !is_delimiter (scan, *scan->at))
    set_fault (
        self,
        _ ("There is text behind the quote that ends a field: double a quote that is part of "
           "it"),
        (gsize) (scan->at - text));

  return TRUE;
}

gboolean
fanfold_csv_row_scan (
    FanfoldCsvRow *self, const char *text, const char *end, gboolean at_end, char delimiter)
{
  Scan scan = { text, end, at_end, delimiter };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  g_array_set_size (self->fields, 0);
  self->n_lines = 0;
  self->fault = NULL;
  for (;; scan.at++)
    {
      if (!scan_field (self, &scan, text))
        return FALSE;
      if (self->fault != NULL || is_row_end (&scan))
        break;
    }

  if (self->fault == NULL && scan.at < end)
    {
      scan.at += *scan.at == '\r' && scan.at + 1 < end ? 2 : 1;
      self->n_lines++;
    }
  self->length = (gsize) (scan.at - text);

  return TRUE;
}
