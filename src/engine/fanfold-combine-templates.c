/* fanfold-combine-templates.c: the templates among inputs, and what parameters say to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-window.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define WINDOW 4096
#define SLOT "{%}"

/* All that a template may use, and behind it the templates, which it may not. */
static GArray *
list_names (FanfoldCombine *self, const FanfoldCombineItem *items, gsize n_items)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (FanfoldTemplateInput));

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const FanfoldCombineInput *input = fanfold_combine_get_input (self, i);
      FanfoldTemplateInput name = { input->name, input->constant || input->by_name };

      g_array_append_val (names, name);
    }
  for (gsize i = 0; i < n_items; i++)
    {
      FanfoldTemplateInput name = { items[i].name, TRUE };

      if (items[i].template == NULL)
        continue;
      if (name.name == NULL)
        name.name = fanfold_param_get_id (fanfold_combine_get_param (self, items[i].param));
      g_array_append_val (names, name);
    }

  return names;
}

static void
add_strays (FanfoldCombine *self, FanfoldTemplate *template)
{
  const char *const *strays = fanfold_template_get_strays (template);

  for (guint i = 0; strays[i] != NULL; i++)
    {
      if (!g_ptr_array_find_with_equal_func (self->strays, strays[i], g_str_equal, NULL))
        g_ptr_array_add (self->strays, g_strdup (strays[i]));
    }
}

static gboolean
add_template (FanfoldCombine *self, const FanfoldCombineItem *item, GArray *names, GError **error)
{
  FanfoldParam *param = fanfold_combine_get_param (self, item->param);
  FanfoldCombineFeed *feed = &g_array_index (self->feeds, FanfoldCombineFeed, item->param);

  feed->template = fanfold_template_new (
      item->template,
      fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_COMMAND ? FANFOLD_TEMPLATE_COMMAND
                                                                         : FANFOLD_TEMPLATE_TEXT,
      (const FanfoldTemplateInput *) (gpointer) names->data,
      names->len,
      error);
  if (feed->template == NULL)
    {
      g_prefix_error (error, "%s: ", fanfold_param_get_id (param));
      return FALSE;
    }

  for (guint i = self->inputs->len; i < names->len; i++)
    {
      if (!fanfold_template_uses (feed->template, i))
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("%s: its template uses “%s”, which is a template itself: write what that is "
                      "made from"),
                   fanfold_param_get_id (param),
                   g_array_index (names, FanfoldTemplateInput, i).name);
      return FALSE;
    }

  add_strays (self, feed->template);
  self->has_slot = self->has_slot || fanfold_template_has_slot (feed->template);

  return TRUE;
}

/* Or need not be. */
static gboolean
is_used (FanfoldCombine *self, guint input)
{
  gboolean is_place = fanfold_template_is_place (fanfold_combine_get_input (self, input)->name);

  for (guint i = 0; i < self->feeds->len; i++)
    {
      FanfoldTemplate *template = fanfold_combine_get_feed (self, i)->template;

      if (template != NULL && (is_place || fanfold_template_uses (template, input)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_used (FanfoldCombine *self, GError **error)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      const FanfoldCombineInput *input = fanfold_combine_get_input (self, i);

      if (input->position != FANFOLD_COMBINE_FREE || input->kept || is_used (self, i))
        continue;

      fanfold_template_set_unused_error (error, input->name);
      return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_combine_add_templates (FanfoldCombine *self,
                               const FanfoldCombineItem *items,
                               gsize n_items,
                               GError **error)
{
  g_autoptr (GArray) names = list_names (self, items, n_items);

  for (gsize i = 0; i < n_items; i++)
    {
      if (items[i].template == NULL)
        continue;

      g_return_val_if_fail (items[i].param < self->feeds->len, FALSE);
      if (!add_template (self, &items[i], names, error))
        return FALSE;
    }
  g_ptr_array_add (self->strays, NULL);

  return check_used (self, error);
}

static gboolean
is_utf8 (FanfoldSource *source)
{
  guint64 size = fanfold_source_get_size (source);

  for (guint64 i = 0; i < size; i++)
    {
      g_autoptr (GVariant) value = fanfold_source_get (source, i);

      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        return TRUE;
      if (!g_utf8_validate (g_variant_get_bytestring (value), -1, NULL))
        return FALSE;
    }

  return TRUE;
}

/* Cut where the replacement strings cut, UTF-8 stays UTF-8. */
static gboolean
makes_utf8 (FanfoldCombine *self, FanfoldTemplate *template)
{
  if (!g_utf8_validate (fanfold_template_get_text (template), -1, NULL))
    return FALSE;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const FanfoldCombineInput *input = fanfold_combine_get_input (self, i);

      if (fanfold_template_uses (template, i) &&
          (fanfold_source_is_stream (input->source) || !is_utf8 (input->source)))
        return FALSE;
    }

  return TRUE;
}

/* Whether every text that it makes will do, as can be told without making them. */
static gboolean
takes_all (FanfoldCombine *self, FanfoldParam *param, FanfoldTemplate *template)
{
  gboolean required = (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_REQUIRED) != 0;

  if (required && fanfold_template_may_be_empty (template))
    return FALSE;

  switch (fanfold_param_get_param_type (param))
    {
    case FANFOLD_PARAM_TYPE_COMMAND:
      return TRUE;

    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
      return !fanfold_template_has_slot (template);

    case FANFOLD_PARAM_TYPE_TEXT:
      return !fanfold_template_has_slot (template) && fanfold_param_get_pattern (param) == NULL &&
             makes_utf8 (self, template);

    case FANFOLD_PARAM_TYPE_BOOL:
    case FANFOLD_PARAM_TYPE_INT:
    case FANFOLD_PARAM_TYPE_REAL:
    case FANFOLD_PARAM_TYPE_CHOICE:
    case FANFOLD_PARAM_TYPE_JSON:
    default:
      return FALSE;
    }
}

static guint
count_slots (const char *text)
{
  guint n = 0;

  while ((text = strstr (text, SLOT)) != NULL)
    {
      text += strlen (SLOT);
      n++;
    }

  return n;
}

/* In a command line, quotes keep such a value apart. */
static gboolean
check_slots (FanfoldParam *param, FanfoldTemplate *template, const char *text, GError **error)
{
  if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_COMMAND ||
      !fanfold_template_has_slot (template) ||
      count_slots (text) == count_slots (fanfold_template_get_text (template)))
    return TRUE;

  g_set_error (
      error,
      FANFOLD_ERROR,
      FANFOLD_ERROR_INVALID,
      _ ("%s: a value that holds “{%%}” itself cannot be filled into a template with {%%}"),
      fanfold_param_get_id (param));
  return FALSE;
}

static gboolean
check_text (FanfoldCombine *self, guint param, GString *text, GError **error)
{
  FanfoldParam *of = fanfold_combine_get_param (self, param);
  g_autoptr (GVariant) value = NULL;

  if (!check_slots (of, fanfold_combine_get_feed (self, param)->template, text->str, error))
    return FALSE;

  value = fanfold_param_parse (of, text->str, error);

  return value != NULL;
}

/* *@place: the first that is refused. */
static gboolean
check_window (FanfoldCombine *self,
              FanfoldCombineWindow *window,
              guint param,
              guint n_jobs,
              guint *place,
              GError **error)
{
  FanfoldTemplate *template = fanfold_combine_get_feed (self, param)->template;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_string_truncate (text, 0);
      fanfold_combine_window_append_text (window, template, text, i);
      if (check_text (self, param, text, error))
        continue;

      *place = i;
      return FALSE;
    }

  return TRUE;
}

/* How many jobs have to be looked at, and how far they are apart: where a template is made from one
 * group, one job for each of its positions. */
static guint64
get_walk (FanfoldCombine *self, FanfoldTemplate *template, guint64 *stride)
{
  const FanfoldCombineGroup *only = NULL;

  *stride = 1;
  if (fanfold_template_uses_index (template))
    return self->n_jobs;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const FanfoldCombineGroup *group =
          fanfold_combine_get_group (self, fanfold_combine_get_input (self, i)->group);

      if (!fanfold_template_uses (template, i) || group->size == 1)
        continue;
      if (only != NULL && only != group)
        return self->n_jobs;
      only = group;
    }

  if (only == NULL)
    return 1;

  *stride = only->stride;
  return only->size;
}

static gboolean
check_all (FanfoldCombine *self, guint param, GError **error)
{
  guint64 stride;
  guint64 n = get_walk (self, fanfold_combine_get_feed (self, param)->template, &stride);
  g_autofree guint64 *jobs = stride > 1 ? g_new (guint64, WINDOW) : NULL;

  for (guint64 first = 0; first < n; first += WINDOW)
    {
      guint n_jobs = (guint) MIN (WINDOW, n - first);
      g_autoptr (FanfoldCombineWindow) window = NULL;
      guint place = 0;

      for (guint i = 0; jobs != NULL && i < n_jobs; i++)
        jobs[i] = (first + i) * stride;
      window = jobs != NULL ? fanfold_combine_window_new_of (self, jobs, n_jobs)
                            : fanfold_combine_window_new (self, first, n_jobs);
      if (check_window (self, window, param, n_jobs, &place, error))
        continue;

      g_prefix_error (error,
                      _ ("The template of job %" PRIu64 ", "),
                      jobs != NULL ? jobs[place] : first + place);
      return FALSE;
    }

  return TRUE;
}

static gboolean
uses_stream (FanfoldCombine *self, FanfoldTemplate *template)
{
  return self->stream != NULL && fanfold_template_uses (template, self->stream_input);
}

gboolean
fanfold_combine_check_templates (FanfoldCombine *self, GError **error)
{
  for (guint i = 0; i < self->feeds->len; i++)
    {
      FanfoldTemplate *template = fanfold_combine_get_feed (self, i)->template;

      if (template == NULL || takes_all (self, fanfold_combine_get_param (self, i), template))
        continue;

      if (uses_stream (self, template))
        self->checks_stream = TRUE;
      else if (!check_all (self, i, error))
        return FALSE;
    }

  return TRUE;
}

/* @n lines of @lines from @first on, with everything that they are combined with. */
static gboolean
check_lines (FanfoldCombine *self, FanfoldSource *lines, guint64 first, guint n, GError **error)
{
  guint n_jobs = n * (guint) self->n_jobs;
  g_autofree guint64 *positions = g_new (guint64, n_jobs);
  g_autofree guint64 *jobs = g_new (guint64, n_jobs);
  g_autoptr (FanfoldCombineWindow) window = NULL;
  g_autoptr (GVariant) column = NULL;

  for (guint i = 0; i < n_jobs; i++)
    {
      positions[i] = first + i / self->n_jobs;
      jobs[i] = i % self->n_jobs;
    }

  column = fanfold_source_gather (lines, positions, n_jobs);
  window = fanfold_combine_window_new_of (self, jobs, n_jobs);
  fanfold_combine_window_set_stream (window, column);
  for (guint i = 0; i < self->feeds->len; i++)
    {
      FanfoldTemplate *template = fanfold_combine_get_feed (self, i)->template;
      guint place = 0;

      if (template == NULL || !uses_stream (self, template) ||
          takes_all (self, fanfold_combine_get_param (self, i), template) ||
          check_window (self, window, i, n_jobs, &place, error))
        continue;

      g_prefix_error (error,
                      _ ("Line %" PRIu64 ": "),
                      fanfold_source_get_size (self->stream) + positions[place] + 1);
      return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_combine_check_stream (FanfoldCombine *self, GVariant *values, GError **error)
{
  g_autoptr (FanfoldSource) lines = NULL;
  guint64 n, n_lines;

  g_return_val_if_fail (self != NULL && self->stream != NULL, FALSE);
  g_return_val_if_fail (g_variant_n_children (values) > 0, FALSE);

  if (!self->checks_stream)
    return TRUE;

  n_lines = g_variant_n_children (values);
  lines = fanfold_source_new_array (fanfold_combine_get_stream_param (self), values);
  n = CLAMP (WINDOW / self->n_jobs, 1, WINDOW);
  for (guint64 first = 0; first < n_lines; first += n)
    {
      if (!check_lines (self, lines, first, (guint) MIN (n, n_lines - first), error))
        return FALSE;
    }

  return TRUE;
}
