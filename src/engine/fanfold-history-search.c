/* fanfold-history-search.c: looks for text in all logs of a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-history-private.h"
#include "fanfold-run-db.h"

#include <glib/gi18n-lib.h>

#define N_KINDS (FANFOLD_LOG_NOTE + 1)

typedef struct
{
  const char *text; /* in small letters where the case is ignored */
  gsize length;
  gboolean ignore_case;
  FanfoldHistoryLineFunc func;
  gpointer user_data;
  gboolean stopped;

  guint64 index; /* of what is read just now */
  guint attempt;
  GString *open[N_KINDS]; /* lines whose end has not come yet */
  GString *line;          /* a copy, for its NUL */
  GString *small;         /* the same bytes in small letters */
} Search;

static void
pass_line (Search *self, FanfoldLogKind kind, const char *line, gsize length)
{
  if (length > 0 && line[length - 1] == '\r')
    length--;

  g_string_truncate (self->line, 0);
  g_string_append_len (self->line, line, (gssize) length);
  if (!self->func (self->index, self->attempt, kind, self->line->str, length, self->user_data))
    self->stopped = TRUE;
}

/* The same bytes, to look for the text in. */
static const char *
fold (Search *self, const char *bytes, gsize length)
{
  if (!self->ignore_case)
    return bytes;

  g_string_set_size (self->small, length);
  for (gsize i = 0; i < length; i++)
    self->small->str[i] = (char) (bytes[i] | (bytes[i] >= 'A' && bytes[i] <= 'Z' ? 0x20 : 0));

  return self->small->str;
}

/* Passes on the lines with the text; all are whole, the last one has its end or needs none. */
static void
search_lines (Search *self, FanfoldLogKind kind, const char *bytes, gsize length)
{
  const char *folded = fold (self, bytes, length);
  const char *hit, *start, *end;
  gsize at = 0;

  while (!self->stopped && at < length &&
         (hit = memmem (folded + at, length - at, self->text, self->length)) != NULL)
    {
      gsize place = (gsize) (hit - folded);

      start = memrchr (bytes + at, '\n', place - at);
      start = start != NULL ? start + 1 : bytes + at;
      end = memchr (bytes + place, '\n', length - place);
      end = end != NULL ? end : bytes + length;
      pass_line (self, kind, start, (gsize) (end - start));
      at = (gsize) (end - bytes) + 1;
    }
}

/* The log of an attempt is over: so are its last lines. */
static void
finish_attempt (Search *self)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      if (self->open[kind]->len > 0)
        search_lines (self, kind, self->open[kind]->str, self->open[kind]->len);
      g_string_truncate (self->open[kind], 0);
    }
}

static void
search_chunk (Search *self, FanfoldLogKind kind, const char *bytes, gsize length)
{
  GString *open = self->open[kind];
  const char *end = memchr (bytes, '\n', length), *last;

  if (end == NULL)
    {
      g_string_append_len (open, bytes, (gssize) length);
      return;
    }

  if (open->len > 0)
    {
      g_string_append_len (open, bytes, end - bytes);
      search_lines (self, kind, open->str, open->len);
      g_string_truncate (open, 0);
      length -= (gsize) (end + 1 - bytes);
      bytes = end + 1;
    }

  last = memrchr (bytes, '\n', length);
  last = last != NULL ? last + 1 : bytes;
  search_lines (self, kind, bytes, (gsize) (last - bytes));
  g_string_append_len (open, last, bytes + length - last);
}

static void
search_row (Search *self, sqlite3_stmt *query)
{
  guint64 index = (guint64) sqlite3_column_int64 (query, 0);
  guint attempt = (guint) sqlite3_column_int64 (query, 1);
  gint64 kind = sqlite3_column_int64 (query, 2);
  const char *bytes = sqlite3_column_blob (query, 3);
  gsize length = (gsize) sqlite3_column_bytes (query, 3);

  if (index != self->index || attempt != self->attempt)
    {
      finish_attempt (self);
      self->index = index;
      self->attempt = attempt;
    }
  if (length > 0 && !self->stopped)
    search_chunk (
        self, (FanfoldLogKind) CLAMP (kind, FANFOLD_LOG_STDOUT, FANFOLD_LOG_NOTE), bytes, length);
}

static gboolean
search_all (Search *self, FanfoldDb *db, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_run_db_query_logs (db, error);

  if (query == NULL)
    return FALSE;

  while (!self->stopped && !g_cancellable_set_error_if_cancelled (cancellable, &failure) &&
         fanfold_db_next (db, query, &failure))
    search_row (self, query);
  sqlite3_reset (query);
  if (failure == NULL)
    {
      finish_attempt (self);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
check_text (const char *text, GError **error)
{
  if (text == NULL || (*text != '\0' && strchr (text, '\n') == NULL))
    return TRUE;

  g_set_error_literal (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       *text == '\0'
                           ? _ ("There is nothing to look for: the text is empty.")
                           : _ ("Logs are searched line by line: the text to look for must "
                                "not have more than one line."));
  return FALSE;
}

gboolean
fanfold_history_search (FanfoldHistory *self,
                        guint64 id,
                        const char *text,
                        gboolean ignore_case,
                        GCancellable *cancellable,
                        FanfoldHistoryLineFunc func,
                        gpointer user_data,
                        GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autofree char *small = NULL;
  Search search = { .ignore_case = ignore_case, .func = func, .user_data = user_data };
  gboolean good;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!check_text (text, error))
    return FALSE;
  db = fanfold_history_open_run (self, id, error);
  if (db == NULL)
    return FALSE;

  text = text != NULL ? text : ""; /* which is in every line */
  small = g_ascii_strdown (text, -1);
  search.text = ignore_case ? small : text;
  search.length = strlen (text);
  search.line = g_string_new (NULL);
  search.small = g_string_new (NULL);
  for (guint kind = 0; kind < N_KINDS; kind++)
    search.open[kind] = g_string_new (NULL);

  good = search_all (&search, db, cancellable, error);

  for (guint kind = 0; kind < N_KINDS; kind++)
    g_string_free (search.open[kind], TRUE);
  g_string_free (search.small, TRUE);
  g_string_free (search.line, TRUE);
  return good;
}
