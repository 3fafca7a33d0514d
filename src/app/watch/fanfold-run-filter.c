/* fanfold-run-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-filter.h"

#include "fanfold-run-search.h"
#include "fanfold-run.h"

#define WORDS "fanfold-run-filter-words"

struct _FanfoldRunFilter
{
  GtkFilter parent_instance;

  char **parts; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FanfoldRunFilter, fanfold_run_filter, GTK_TYPE_FILTER)

/* They are the same for as long as there is the run. */
static const char *
get_words (FanfoldRun *run)
{
  char *words = g_object_get_data (G_OBJECT (run), WORDS);

  if (words == NULL)
    {
      words = fanfold_run_search_dup_words (fanfold_run_get_record (run));
      g_object_set_data_full (G_OBJECT (run), WORDS, words, g_free);
    }

  return words;
}

static gboolean
fanfold_run_filter_match (GtkFilter *filter, gpointer item)
{
  FanfoldRunFilter *self = FANFOLD_RUN_FILTER (filter);

  return self->parts == NULL ||
         fanfold_run_search_matches (get_words (item), (const char *const *) self->parts);
}

static GtkFilterMatch
fanfold_run_filter_get_strictness (GtkFilter *filter)
{
  return fanfold_run_filter_is_on (FANFOLD_RUN_FILTER (filter)) ? GTK_FILTER_MATCH_SOME
                                                                : GTK_FILTER_MATCH_ALL;
}

static void
fanfold_run_filter_finalize (GObject *object)
{
  g_clear_pointer (&FANFOLD_RUN_FILTER (object)->parts, g_strfreev);

  G_OBJECT_CLASS (fanfold_run_filter_parent_class)->finalize (object);
}

static void
fanfold_run_filter_class_init (FanfoldRunFilterClass *klass)
{
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);

  filter_class->match = fanfold_run_filter_match;
  filter_class->get_strictness = fanfold_run_filter_get_strictness;
  G_OBJECT_CLASS (klass)->finalize = fanfold_run_filter_finalize;
}

static void
fanfold_run_filter_init (FanfoldRunFilter *self)
{
}

void
fanfold_run_filter_set_text (FanfoldRunFilter *self, const char *text)
{
  g_auto (GStrv) parts = NULL;

  g_return_if_fail (FANFOLD_IS_RUN_FILTER (self));
  g_return_if_fail (text != NULL);

  parts = fanfold_run_search_split (text);
  if (parts[0] == NULL)
    g_clear_pointer (&parts, g_strfreev);
  if (parts == NULL ? self->parts == NULL
                    : self->parts != NULL && g_strv_equal ((const char *const *) parts,
                                                           (const char *const *) self->parts))
    return;

  g_strfreev (self->parts);
  self->parts = g_steal_pointer (&parts);
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

gboolean
fanfold_run_filter_is_on (FanfoldRunFilter *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN_FILTER (self), FALSE);

  return self->parts != NULL;
}
