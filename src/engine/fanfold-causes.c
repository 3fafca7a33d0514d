/* fanfold-causes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-causes.h"

/* What is longer differs in its details alone. */
#define MAX_MESSAGE_BYTES 2000

struct _FanfoldCauses
{
  GHashTable *causes;    /* FanfoldCause by its key */
  FanfoldRanges *failed; /* the jobs of all causes */
  GPtrArray *sorted;     /* what was given last */
};

static void
cause_free (gpointer data)
{
  FanfoldCause *cause = data;

  g_free (cause->message);
  fanfold_ranges_free (cause->jobs);
  g_free (cause);
}

FanfoldCauses *
fanfold_causes_new (void)
{
  FanfoldCauses *self = g_new0 (FanfoldCauses, 1);

  self->causes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cause_free);
  self->failed = fanfold_ranges_new ();
  self->sorted = g_ptr_array_new ();

  return self;
}

void
fanfold_causes_free (FanfoldCauses *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->sorted);
  fanfold_ranges_free (self->failed);
  g_hash_table_unref (self->causes);
  g_free (self);
}

/* Quoted names, then paths, then numbers. An apostrophe inside a word quotes nothing. */
static const GRegex *
get_details (void)
{
  static gsize made;

  if (g_once_init_enter (&made))
    {
      GRegex *regex = g_regex_new ("\"[^\"\\n]*\"|“[^”\\n]*”|‘[^’\\n]*’|«[^»\\n]*»|`[^`'\\n]*[`']"
                                   "|(?<!\\w)'[^'\\n]*'(?!\\w)"
                                   "|[A-Za-z][A-Za-z0-9+.-]*:/[^\\s,;)\\]]*"
                                   "|(?<![^\\s(=:,\\[])[^\\s(=:,\\[]*/[^\\s:,;)\\]]*"
                                   "|0[xX][0-9a-fA-F]+"
                                   "|(?:(?<![\\w.])[-+])?\\d+(?:[.,]\\d+)*(?:[eE][-+]?\\d+)?",
                                   G_REGEX_OPTIMIZE,
                                   0,
                                   NULL);

      g_assert (regex != NULL);
      g_once_init_leave (&made, GPOINTER_TO_SIZE (regex));
    }

  return GSIZE_TO_POINTER (made);
}

char *
fanfold_causes_dup_gist (const char *message)
{
  g_autofree char *cut = NULL;
  g_autofree char *valid = NULL;
  char *gist;

  g_return_val_if_fail (message != NULL, NULL);

  cut = g_strndup (message, MAX_MESSAGE_BYTES);
  valid = g_utf8_make_valid (cut, -1);
  gist = g_regex_replace_literal (get_details (), valid, -1, 0, "#", 0, NULL);

  return gist != NULL ? g_strstrip (gist) : g_steal_pointer (&valid);
}

static gboolean
is_failure (FanfoldJobState state)
{
  return state == FANFOLD_JOB_FAILED || state == FANFOLD_JOB_CRASHED ||
         state == FANFOLD_JOB_TIMED_OUT;
}

/* @gist: (nullable) */
static char *
make_key (FanfoldJobState state, FanfoldJobEnd end, const char *gist)
{
  return g_strdup_printf (
      "%d %d%s%s", state, end, gist != NULL ? " " : "", gist != NULL ? gist : "");
}

/* Where there are too many to tell apart, those with the same end are one. */
static FanfoldCause *
find_cause (FanfoldCauses *self, FanfoldJobState state, FanfoldJobEnd end, const char *message)
{
  g_autofree char *gist = fanfold_causes_dup_gist (message);
  g_autofree char *key = make_key (state, end, gist);
  FanfoldCause *cause = g_hash_table_lookup (self->causes, key);

  if (cause == NULL && g_hash_table_size (self->causes) >= FANFOLD_CAUSES_MAX)
    {
      g_free (key);
      key = make_key (state, end, NULL);
      message = NULL;
      cause = g_hash_table_lookup (self->causes, key);
    }
  if (cause != NULL)
    return cause;

  cause = g_new0 (FanfoldCause, 1);
  cause->state = state;
  cause->end = end;
  cause->message = g_strdup (message);
  cause->jobs = fanfold_ranges_new ();
  g_hash_table_insert (self->causes, g_steal_pointer (&key), cause);

  return cause;
}

static void
forget (FanfoldCauses *self, guint64 first, guint n)
{
  GHashTableIter iter;
  gpointer value;

  if (fanfold_ranges_remove (self->failed, first, n) == 0)
    return;

  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FanfoldCause *cause = value;

      fanfold_ranges_remove (cause->jobs, first, n);
      if (fanfold_ranges_get_size (cause->jobs) == 0)
        g_hash_table_iter_remove (&iter);
    }
}

/* How many jobs from @place on failed with one state, end and message. */
static guint
count_alike (FanfoldBlock *block, guint place)
{
  FanfoldJobState state = fanfold_block_get_state (block, place);
  FanfoldJobEnd end = fanfold_block_get_end (block, place);
  const char *message = fanfold_block_get_error (block, place);
  guint n_jobs = fanfold_block_get_n_jobs (block);
  guint n = 1;

  while (place + n < n_jobs && fanfold_block_get_state (block, place + n) == state &&
         fanfold_block_get_end (block, place + n) == end &&
         g_strcmp0 (fanfold_block_get_error (block, place + n), message) == 0)
    n++;

  return n;
}

void
fanfold_causes_add (FanfoldCauses *self, FanfoldBlock *block)
{
  guint64 first;
  guint n_jobs;
  guint n = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  first = fanfold_block_get_first (block);
  n_jobs = fanfold_block_get_n_jobs (block);
  forget (self, first, n_jobs);
  for (guint i = 0; i < n_jobs; i += n)
    {
      FanfoldJobState state = fanfold_block_get_state (block, i);
      const char *message = fanfold_block_get_error (block, i);
      FanfoldCause *cause;

      n = count_alike (block, i);
      if (!is_failure (state))
        continue;

      cause = find_cause (
          self, state, fanfold_block_get_end (block, i), message != NULL ? message : "");
      fanfold_ranges_add (cause->jobs, first + i, n);
      fanfold_ranges_add (self->failed, first + i, n);
    }
}

static guint64
get_lowest (const FanfoldCause *cause)
{
  guint64 first = 0, n;

  fanfold_ranges_find (cause->jobs, 0, &first, &n);

  return first;
}

static int
compare_causes (gconstpointer a, gconstpointer b)
{
  const FanfoldCause *x = *(FanfoldCause *const *) a;
  const FanfoldCause *y = *(FanfoldCause *const *) b;
  guint64 n_x = fanfold_ranges_get_size (x->jobs), n_y = fanfold_ranges_get_size (y->jobs);
  guint64 first_x = get_lowest (x), first_y = get_lowest (y);

  if (n_x != n_y)
    return n_x > n_y ? -1 : 1;

  return (first_x > first_y) - (first_x < first_y);
}

GPtrArray *
fanfold_causes_get (FanfoldCauses *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);

  g_ptr_array_set_size (self->sorted, 0);
  g_hash_table_iter_init (&iter, self->causes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (self->sorted, value);
  g_ptr_array_sort (self->sorted, compare_causes);

  return self->sorted;
}

/* An attempt that another was to follow is no end. */
static gboolean
add_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  if (!again)
    fanfold_causes_add (user_data, block);

  return TRUE;
}

FanfoldCauses *
fanfold_causes_read (FanfoldHistory *history, guint64 id, GError **error)
{
  g_autoptr (FanfoldCauses) self = NULL;

  g_return_val_if_fail (history != NULL, NULL);

  self = fanfold_causes_new ();
  if (!fanfold_history_read_blocks (history, id, add_block_cb, self, error))
    return NULL;

  return g_steal_pointer (&self);
}
