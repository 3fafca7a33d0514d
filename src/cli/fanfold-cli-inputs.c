/* fanfold-cli-inputs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-inputs.h"

#include "fanfold-batch-csv.h"
#include "fanfold-blocks-plan.h"
#include "fanfold-error.h"
#include <string.h>

/* Its position among @inputs; their number where there is none. */
static guint
find_input (GPtrArray *inputs, const char *name)
{
  guint i = 0;

  while (i < inputs->len && !g_str_equal (fanfold_input_get_name (inputs->pdata[i]), name))
    i++;

  return i;
}

static gboolean
refuse (GError **error, const char *option, const char *text, const char *reason)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s %s: %s", option, shown, reason);

  return FALSE;
}

static void
add_exclude (GPtrArray *inputs, guint position, const char *glob)
{
  g_autoptr (FanfoldInput) input = inputs->pdata[position];
  g_autoptr (GStrvBuilder) globs = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strv_builder_addv (globs, (const char **) fanfold_input_get_exclude (input));
  g_strv_builder_add (globs, glob);
  all = g_strv_builder_end (globs);
  inputs->pdata[position] = fanfold_input_with_exclude (input, (const char *const *) all);
}

gboolean
fanfold_cli_inputs_exclude (GPtrArray *inputs, GPtrArray *excludes, GError **error)
{
  for (guint i = 0; i < excludes->len; i++)
    {
      const char *text = excludes->pdata[i];
      const char *equals = strchr (text, '=');
      g_autofree char *name = NULL;
      guint position;

      if (equals == NULL || equals == text || equals[1] == '\0')
        return refuse (error, "--exclude", text, "write NAME=GLOB");

      name = g_strndup (text, (gsize) (equals - text));
      position = find_input (inputs, name);
      if (position == inputs->len ||
          fanfold_input_get_kind (inputs->pdata[position]) != FANFOLD_INPUT_FILES)
        return refuse (error, "--exclude", text, "there is no --files of that name");

      add_exclude (inputs, position, equals + 1);
    }

  return TRUE;
}

/* The option that stands for the word "record_end=…". */
static char *
dup_option (const char *word)
{
  g_autofree char *name = g_strndup (word, strcspn (word, "="));

  if (g_str_equal (name, FANFOLD_BLOCKS_SIZE))
    return g_strdup ("--block-size");

  return g_strconcat ("--", g_strdelimit (name, "_", '-'), NULL);
}

/* One by one first, as one of them is to blame. */
static gboolean
check_words (const char *const *words, GError **error)
{
  g_auto (FanfoldBlocksPlan) plan = { 0 };
  g_auto (FanfoldBlocksPlan) all = { 0 };
  const char *const *word;

  for (word = words; *word != NULL; word++)
    {
      const char *const one[] = { *word, NULL };
      g_autofree char *option = dup_option (*word);

      fanfold_blocks_plan_clear (&plan);
      if (!fanfold_blocks_plan_parse (&plan, one, error))
        {
          g_prefix_error (error, "%s: ", option);
          return FALSE;
        }
    }

  if (fanfold_blocks_plan_parse (&all, words, error))
    return TRUE;

  g_prefix_error (error, "--blocks: ");
  return FALSE;
}

gboolean
fanfold_cli_inputs_cut (GPtrArray *inputs, GPtrArray *words, GError **error)
{
  const char *const *name = fanfold_blocks_plan_get_names ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  gboolean cut = FALSE;

  g_ptr_array_add (words, NULL);
  for (; *name != NULL; name++)
    {
      const char *value = fanfold_blocks_plan_find ((const char *const *) words->pdata, *name);
      g_autofree char *word = value != NULL ? g_strconcat (*name, "=", value, NULL) : NULL;

      if (word != NULL)
        g_strv_builder_add (builder, word);
    }
  g_ptr_array_set_size (words, (int) words->len - 1);
  all = g_strv_builder_end (builder);
  if (!check_words ((const char *const *) all, error))
    return FALSE;

  for (guint i = 0; i < inputs->len; i++)
    {
      g_autoptr (FanfoldInput) input = fanfold_input_ref (inputs->pdata[i]);
      g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

      if (fanfold_input_get_kind (input) != FANFOLD_INPUT_BLOCKS)
        continue;

      cut = TRUE;
      g_strv_builder_add (texts, fanfold_input_get_texts (input)[0]);
      g_strv_builder_addv (texts, (const char **) all);
      fanfold_input_unref (inputs->pdata[i]);
      inputs->pdata[i] = fanfold_input_new_take (
          fanfold_input_get_name (input), FANFOLD_INPUT_BLOCKS, g_strv_builder_end (texts));
    }

  if (!cut && all[0] != NULL)
    {
      g_autofree char *option = dup_option (all[0]);

      return refuse (error,
                     option,
                     strchr (all[0], '=') + 1,
                     "no file is cut into blocks: add --pipe-part FILE, or --blocks NAME=FILE");
    }

  return TRUE;
}

FanfoldInput *
fanfold_cli_inputs_new_csv (const char *path)
{
  const char *const texts[] = { path, NULL };
  g_autofree char *shown = g_utf8_make_valid (path, -1);
  g_autofree char *name = g_strconcat ("--csv=", shown, NULL);

  return fanfold_input_new (name, FANFOLD_INPUT_CSV, texts);
}

static gboolean
settle_columns (FanfoldBatch *batch, FanfoldRegistry *registry, guint position, GError **error)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  g_autoptr (FanfoldInput) all = fanfold_input_ref (inputs->pdata[position]);
  g_autoptr (GPtrArray) columns = NULL;
  FanfoldFunction *function =
      fanfold_registry_find_function (registry, fanfold_batch_get_function_id (batch), error);

  if (function == NULL)
    return FALSE;

  columns = fanfold_batch_csv_find_inputs (fanfold_input_get_texts (all)[0],
                                           fanfold_batch_get_folder (batch),
                                           function,
                                           inputs,
                                           fanfold_batch_get_settings (batch)->weight_name,
                                           error);
  if (columns == NULL)
    return FALSE;

  g_ptr_array_remove_index (inputs, position);
  for (guint i = 0; i < columns->len; i++)
    g_ptr_array_insert (
        inputs,
        (int) (position + i),
        fanfold_input_with_group (columns->pdata[i], fanfold_input_get_group (all)));

  return TRUE;
}

static guint
find_free_group (GPtrArray *inputs)
{
  guint highest = 1; /* that of --zip */

  for (guint i = 0; i < inputs->len; i++)
    highest = MAX (highest, fanfold_input_get_group (inputs->pdata[i]));

  return highest + 1;
}

static void
put_in_group (GPtrArray *inputs, guint position, guint group)
{
  g_autoptr (FanfoldInput) input = inputs->pdata[position];

  inputs->pdata[position] = fanfold_input_with_group (input, group);
}

static gboolean
link_inputs (GPtrArray *inputs, const char *text, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  guint group = find_free_group (inputs);

  if (g_strv_length (names) < 2)
    return refuse (error, "--link", text, "write NAME,NAME: inputs that go in step");

  for (guint i = 0; names[i] != NULL; i++)
    {
      guint position = find_input (inputs, names[i]);
      const char *reason = NULL;

      if (position == inputs->len)
        reason = "no input has one of these names";
      else if (fanfold_input_get_group (inputs->pdata[position]) != 0)
        reason = "an input goes in step already: name all that go together once, without --zip";
      if (reason != NULL)
        return refuse (error, "--link", text, reason);

      put_in_group (inputs, position, group);
    }

  return TRUE;
}

gboolean
fanfold_cli_inputs_settle (FanfoldBatch *batch,
                           FanfoldRegistry *registry,
                           GPtrArray *links,
                           GError **error)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);

  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];

      if (fanfold_input_get_kind (input) == FANFOLD_INPUT_CSV &&
          fanfold_input_get_texts (input)[1] == NULL && !settle_columns (batch, registry, i, error))
        return FALSE;
    }

  for (guint i = 0; i < links->len; i++)
    {
      if (!link_inputs (inputs, links->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}
