/* fanfold-combine-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-window.h"

#include "fanfold-column.h"

/* What a template is given of one input. */
typedef struct
{
  GVariant *column;   /* NULL: not looked up yet */
  const char **texts; /* NULL: no template has asked; texts in the column, or in made */
  GString *made;
} Values;

struct _FanfoldCombineWindow
{
  FanfoldCombine *combine;
  guint64 first; /* number of the first job */
  const guint64 *jobs;
  guint n_jobs;
  guint64 **positions; /* of each group, once they are needed */
  Values *values;      /* of each input */
  const char **row;    /* of one job, for a template */
};

static FanfoldCombineWindow *
window_new (FanfoldCombine *combine, guint64 first, const guint64 *jobs, guint n_jobs)
{
  FanfoldCombineWindow *self = g_new0 (FanfoldCombineWindow, 1);

  self->combine = combine;
  self->first = first;
  self->jobs = jobs;
  self->n_jobs = n_jobs;
  self->positions = g_new0 (guint64 *, MAX (combine->groups->len, 1));
  self->values = g_new0 (Values, MAX (combine->inputs->len, 1));
  self->row = g_new0 (const char *, combine->inputs->len + 1);

  return self;
}

FanfoldCombineWindow *
fanfold_combine_window_new (FanfoldCombine *combine, guint64 first, guint n_jobs)
{
  return window_new (combine, first, NULL, n_jobs);
}

FanfoldCombineWindow *
fanfold_combine_window_new_of (FanfoldCombine *combine, const guint64 *jobs, guint n_jobs)
{
  return window_new (combine, 0, jobs, n_jobs);
}

void
fanfold_combine_window_free (FanfoldCombineWindow *self)
{
  for (guint i = 0; i < self->combine->groups->len; i++)
    g_free (self->positions[i]);
  for (guint i = 0; i < self->combine->inputs->len; i++)
    {
      g_clear_pointer (&self->values[i].column, g_variant_unref);
      g_free (self->values[i].texts);
      if (self->values[i].made != NULL)
        g_string_free (self->values[i].made, TRUE);
    }
  g_free (self->positions);
  g_free (self->values);
  g_free (self->row);
  g_free (self);
}

void
fanfold_combine_window_set_stream (FanfoldCombineWindow *self, GVariant *column)
{
  g_assert (self->combine->stream != NULL);
  g_assert (g_variant_n_children (column) == self->n_jobs);

  self->values[self->combine->stream_input].column = g_variant_ref (column);
}

/* Without a division for each job: they are in a row. */
static void
fill_positions (const FanfoldCombineGroup *group, guint64 first, guint64 *positions, guint n_jobs)
{
  guint64 position = first / group->stride % group->size;
  guint64 left = group->stride - first % group->stride;

  for (guint i = 0; i < n_jobs; i++)
    {
      positions[i] = position;
      if (--left > 0)
        continue;

      left = group->stride;
      if (++position == group->size)
        position = 0;
    }
}

static const guint64 *
get_positions (FanfoldCombineWindow *self, guint group)
{
  FanfoldCombine *combine = self->combine;
  guint64 *positions;

  if (self->positions[group] != NULL)
    return self->positions[group];

  self->positions[group] = positions = g_new (guint64, MAX (self->n_jobs, 1));
  if (self->jobs == NULL && combine->order == NULL)
    {
      fill_positions (
          fanfold_combine_get_group (combine, group), self->first, positions, self->n_jobs);
      return positions;
    }

  for (guint i = 0; i < self->n_jobs; i++)
    {
      guint64 job =
          self->jobs != NULL ? self->jobs[i] : fanfold_combine_get_job (combine, self->first + i);

      positions[i] = fanfold_combine_get_position (combine, group, job);
    }

  return positions;
}

GVariant *
fanfold_combine_window_get_input (FanfoldCombineWindow *self, guint input)
{
  const FanfoldCombineInput *of = fanfold_combine_get_input (self->combine, input);
  Values *values = &self->values[input];

  if (values->column == NULL)
    values->column =
        fanfold_source_gather (of->source, get_positions (self, of->group), self->n_jobs);

  return values->column;
}

/* Numbers as texts, each with its NUL. */
static void
format_numbers (FanfoldCombineWindow *self, FanfoldParam *param, Values *values)
{
  g_autofree gsize *offsets = g_new (gsize, MAX (self->n_jobs, 1));

  values->made = g_string_new (NULL);
  values->texts = g_new (const char *, self->n_jobs + 1);
  for (guint i = 0; i < self->n_jobs; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (values->column, i);
      g_autofree char *text = fanfold_param_format (param, value);

      offsets[i] = values->made->len;
      g_string_append (values->made, text);
      g_string_append_c (values->made, '\0');
    }
  for (guint i = 0; i < self->n_jobs; i++)
    values->texts[i] = values->made->str + offsets[i];
}

static const char *const *
get_texts (FanfoldCombineWindow *self, guint input)
{
  const FanfoldCombineInput *of = fanfold_combine_get_input (self->combine, input);
  Values *values = &self->values[input];
  GVariant *column;

  if (values->texts != NULL)
    return values->texts;

  column = fanfold_combine_window_get_input (self, input);
  if (column == NULL)
    return NULL;

  if (g_variant_is_of_type (column, G_VARIANT_TYPE_STRING_ARRAY))
    values->texts = g_variant_get_strv (column, NULL);
  else if (g_variant_is_of_type (column, G_VARIANT_TYPE_BYTESTRING_ARRAY))
    values->texts = g_variant_get_bytestring_array (column, NULL);
  else
    format_numbers (self, of->param, values);

  return values->texts;
}

/* What the template calls the job. */
static guint64
get_number (FanfoldCombineWindow *self, guint place)
{
  guint64 index = self->first + place;

  if (self->combine->numbers == NULL)
    return self->combine->begin + index;

  return fanfold_combine_call_job (
      self->combine,
      self->jobs != NULL ? self->jobs[place] : fanfold_combine_get_job (self->combine, index),
      index);
}

gboolean
fanfold_combine_window_append_text (FanfoldCombineWindow *self,
                                    FanfoldTemplate *template,
                                    GString *text,
                                    guint place)
{
  for (guint i = 0; i < self->combine->inputs->len; i++)
    {
      const char *const *texts;

      if (!fanfold_template_uses (template, i))
        continue;

      texts = get_texts (self, i);
      if (texts == NULL)
        return FALSE;
      self->row[i] = texts[place];
    }

  fanfold_template_append (template, text, self->row, get_number (self, place));

  return TRUE;
}

static GVariant *
make_column (FanfoldCombineWindow *self, FanfoldParam *param, FanfoldTemplate *template)
{
  const GVariantType *type = fanfold_param_get_variant_type (param);
  g_autoptr (FanfoldColumn) column = fanfold_column_new (type);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_text = g_variant_type_equal (type, G_VARIANT_TYPE_BYTESTRING);

  for (guint i = 0; i < self->n_jobs; i++)
    {
      g_autoptr (GVariant) value = NULL;

      g_string_truncate (text, 0);
      if (!fanfold_combine_window_append_text (self, template, text, i))
        return NULL;

      if (is_text)
        {
          fanfold_column_add_text (column, text->str, text->len);
          continue;
        }

      value = fanfold_param_parse (param, text->str, NULL);
      if (value == NULL)
        return NULL;
      fanfold_column_add (column, value);
    }

  return fanfold_column_end (column);
}

GVariant *
fanfold_combine_window_dup_column (FanfoldCombineWindow *self, guint param)
{
  const FanfoldCombineFeed *feed = fanfold_combine_get_feed (self->combine, param);
  GVariant *column;

  if (feed->template != NULL)
    return make_column (self, fanfold_combine_get_param (self->combine, param), feed->template);

  column = fanfold_combine_window_get_input (self, feed->input);

  return column != NULL ? g_variant_ref (column) : NULL;
}
