/* fanfold-combine-kin.c: finds which jobs have equal arguments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-window.h"

/* What is compared by the texts that templates make, at so many positions at most. */
#define MAX_COMPARED ((guint64) 16 * 1024 * 1024)

/* Groups that are looked at as one, as a template is made from several of them. */
typedef struct
{
  FanfoldCombine *combine;
  guint first;
  guint last;
  guint64 size;
  guint64 stride;
  GArray *params; /* of guint: what they feed */
} Span;

static gboolean
counts (FanfoldCombine *self, guint param)
{
  return (fanfold_param_get_flags (fanfold_combine_get_param (self, param)) &
          FANFOLD_PARAM_FLAG_IGNORED) == 0;
}

/* The groups that a template is made from, but for those of one value; FALSE: of none. */
static gboolean
find_groups (FanfoldCombine *self, FanfoldTemplate *template, guint *first, guint *last)
{
  *first = G_MAXUINT;
  *last = 0;
  for (guint i = 0; i < self->inputs->len; i++)
    {
      guint group = fanfold_combine_get_input (self, i)->group;

      if (!fanfold_template_uses (template, i) ||
          fanfold_combine_get_group (self, group)->size == 1)
        continue;

      *first = MIN (*first, group);
      *last = MAX (*last, group);
    }

  return *first != G_MAXUINT;
}

/* From the first to the last group that share a template with others. */
static void
find_span (FanfoldCombine *self, Span *span)
{
  span->first = G_MAXUINT;
  for (guint i = 0; i < self->feeds->len; i++)
    {
      FanfoldTemplate *template = fanfold_combine_get_feed (self, i)->template;
      guint first, last;

      if (template == NULL || !counts (self, i) || !find_groups (self, template, &first, &last) ||
          first == last)
        continue;

      span->first = MIN (span->first, first);
      span->last = MAX (span->last, last);
    }
}

static gboolean
is_within (FanfoldCombine *self, guint param, guint first, guint last)
{
  const FanfoldCombineFeed *feed = fanfold_combine_get_feed (self, param);
  guint from, to;

  if (feed->template == NULL)
    from = to = fanfold_combine_get_input (self, feed->input)->group;
  else if (!find_groups (self, feed->template, &from, &to))
    return FALSE;

  return from >= first && to <= last;
}

static gboolean
is_distinct (FanfoldCombine *self, guint param)
{
  const FanfoldCombineFeed *feed = fanfold_combine_get_feed (self, param);

  return feed->template == NULL &&
         fanfold_source_is_distinct (fanfold_combine_get_input (self, feed->input)->source);
}

static GVariant *
gather_cb (gpointer user_data, guint column, const guint64 *positions, gsize n)
{
  const Span *span = user_data;
  g_autofree guint64 *jobs = g_new (guint64, n);
  g_autoptr (FanfoldCombineWindow) window = NULL;

  for (gsize i = 0; i < n; i++)
    jobs[i] = positions[i] * span->stride;
  window = fanfold_combine_window_new_of (span->combine, jobs, (guint) n);

  return fanfold_combine_window_dup_column (window, g_array_index (span->params, guint, column));
}

static void
add_span (FanfoldCombineTwins *twins, Span *span)
{
  FanfoldCombine *self = span->combine;
  FanfoldGroupTwins *group;

  span->stride = fanfold_combine_get_group (self, span->last)->stride;
  span->size = 1;
  for (guint i = span->first; i <= span->last; i++)
    span->size *= fanfold_combine_get_group (self, i)->size;

  g_array_set_size (span->params, 0);
  for (guint i = 0; i < self->feeds->len; i++)
    {
      if (!counts (self, i) || !is_within (self, i, span->first, span->last))
        continue;
      if (span->first == span->last && is_distinct (self, i))
        return;
      g_array_append_val (span->params, i);
    }

  group = fanfold_group_twins_new (gather_cb, span, span->params->len, span->size);
  if (group != NULL)
    fanfold_combine_twins_take (twins, group, span->size, span->stride);
}

/* Jobs are numbered by it, so that no two are equal. */
static gboolean
has_index (FanfoldCombine *self)
{
  for (guint i = 0; i < self->feeds->len; i++)
    {
      FanfoldTemplate *template = fanfold_combine_get_feed (self, i)->template;

      if (template != NULL && counts (self, i) && fanfold_template_uses_index (template))
        return TRUE;
    }

  return FALSE;
}

static guint64
count_span (FanfoldCombine *self, const Span *span)
{
  guint64 size = 1;

  for (guint i = span->first; i <= span->last && span->first != G_MAXUINT; i++)
    size *= fanfold_combine_get_group (self, i)->size;

  return size;
}

FanfoldCombineTwins *
fanfold_combine_find_twins (FanfoldCombine *self)
{
  g_autoptr (FanfoldCombineTwins) twins = fanfold_combine_twins_new ();
  g_autoptr (GArray) params = g_array_new (FALSE, FALSE, sizeof (guint));
  Span shared = { .combine = self, .params = params };

  find_span (self, &shared);
  if (has_index (self) || count_span (self, &shared) > MAX_COMPARED)
    return NULL;

  for (guint i = 0; i < self->groups->len; i++)
    {
      Span span = { .combine = self, .first = i, .last = i, .params = params };

      if (shared.first != G_MAXUINT && i >= shared.first && i <= shared.last)
        {
          span.last = shared.last;
          i = shared.last;
        }
      add_span (twins, &span);
    }

  return fanfold_combine_twins_exist (twins) ? g_steal_pointer (&twins) : NULL;
}
