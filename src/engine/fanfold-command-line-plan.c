/* fanfold-command-line-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-line-plan.h"

#include "fanfold-command-batch.h"
#include <string.h>

gboolean
fanfold_command_line_plan_varies (FanfoldInput *input)
{
  FanfoldInputKind kind = fanfold_input_get_kind (input);

  return kind != FANFOLD_INPUT_VALUE && kind != FANFOLD_INPUT_TEMPLATE;
}

static FanfoldInput *
find_input (FanfoldBatch *batch, const char *name)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint i;

  for (i = 0; i < inputs->len; i++)
    if (g_str_equal (fanfold_input_get_name (inputs->pdata[i]), name))
      return inputs->pdata[i];

  return NULL;
}

static gboolean
is_text (FanfoldInput *input, FanfoldInputKind kind, const char *text)
{
  return input != NULL && fanfold_input_get_kind (input) == kind &&
         g_strcmp0 (fanfold_input_get_texts (input)[0], text) == 0;
}

/* A value ":::" would begin the next source. */
static gboolean
has_separator (FanfoldInput *input)
{
  const char *const *text;

  for (text = fanfold_input_get_texts (input); *text != NULL; text++)
    if (g_str_has_prefix (*text, ":::"))
      return TRUE;

  return fanfold_input_get_texts (input)[0] == NULL;
}

/* The command, and that it is for a shell. */
gboolean
fanfold_command_line_plan_leaves_out (const FanfoldCommandLinePlan *self, FanfoldInput *input)
{
  const char *name = fanfold_input_get_name (input);

  return self->command != NULL && (g_str_equal (name, FANFOLD_COMMAND_PARAM) ||
                                   (self->shell && g_str_equal (name, FANFOLD_COMMAND_SHELL)));
}

/* How many of the inputs that vary, from the first on, are as ::: and :::: make them. */
static guint
count_sources (FanfoldBatch *batch)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint n = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      FanfoldInputKind kind = fanfold_input_get_kind (input);
      g_autofree char *number = g_strdup_printf ("%u", n + 1);

      if (!fanfold_command_line_plan_varies (input))
        continue;
      if ((kind != FANFOLD_INPUT_LIST && kind != FANFOLD_INPUT_LINES) || has_separator (input) ||
          !g_str_equal (fanfold_input_get_name (input), number))
        break;
      n++;
    }

  return n;
}

/* Whether a group goes across the end of the sources, or is interrupted: then names say it. */
static gboolean
needs_links (FanfoldBatch *batch, guint n_sources)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint n = 0, last = 0, highest = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      guint group = fanfold_input_get_group (inputs->pdata[i]);

      if (!fanfold_command_line_plan_varies (inputs->pdata[i]))
        continue;
      if (group != 0 && n >= n_sources && group <= highest && n_sources > 0)
        return TRUE;
      if (group != 0 && n < n_sources && group != last && group <= highest)
        return TRUE;
      highest = MAX (highest, group);
      last = group;
      n++;
    }

  return FALSE;
}

/* Those behind ::: and ::::, as they would be read there. (transfer full) */
static GPtrArray *
list_sources (const FanfoldCommandLinePlan *self, GPtrArray *others)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (self->batch);
  GPtrArray *sources = fanfold_command_sources_new ();
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      const char *const *texts = fanfold_input_get_texts (input);

      if (fanfold_command_line_plan_varies (input) && sources->len < self->n_sources)
        fanfold_command_sources_add (
            sources, fanfold_input_get_kind (input), g_strdupv ((char **) texts));
      else if (!fanfold_command_line_plan_leaves_out (self, input))
        g_ptr_array_add (others, input);
    }

  return sources;
}

/* Whether that form makes the very template: it adds {} to one without a replacement string, and
 * refuses one that needs a shell. */
static gboolean
makes_command (const FanfoldCommandLinePlan *self)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (GPtrArray) sources = list_sources (self, others);
  g_autoptr (FanfoldBatch) made = NULL;

  made = fanfold_command_batch_new (self->command, sources, others, self->shell, NULL);

  return made != NULL &&
         is_text (find_input (made, FANFOLD_COMMAND_PARAM), FANFOLD_INPUT_TEMPLATE, self->command);
}

static gboolean
is_varied (FanfoldBatch *batch)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint i;

  for (i = 0; i < inputs->len; i++)
    if (fanfold_command_line_plan_varies (inputs->pdata[i]))
      return TRUE;

  return FALSE;
}

void
fanfold_command_line_plan_init (FanfoldCommandLinePlan *self, FanfoldBatch *batch)
{
  FanfoldInput *command = find_input (batch, FANFOLD_COMMAND_PARAM);
  const char *text;

  *self = (FanfoldCommandLinePlan){ .batch = batch };
  if (!g_str_equal (fanfold_batch_get_function_id (self->batch), FANFOLD_COMMAND_FUNCTION) ||
      command == NULL || fanfold_input_get_kind (command) != FANFOLD_INPUT_TEMPLATE ||
      !is_varied (self->batch))
    return;

  text = fanfold_input_get_texts (command)[0];
  if (text == NULL || *text == '\0' || g_str_has_prefix (text, ":::") ||
      strstr (text, " :::") != NULL)
    return;

  self->shell =
      is_text (find_input (self->batch, FANFOLD_COMMAND_SHELL), FANFOLD_INPUT_VALUE, "true");
  self->command = text;
  self->n_sources = count_sources (self->batch);
  if (needs_links (self->batch, self->n_sources))
    self->n_sources = 0;
  if (makes_command (self))
    return;

  self->command = NULL;
  self->n_sources = 0;
}
