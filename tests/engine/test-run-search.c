/* test-run-search.c: by which words a run is found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-batch.h"
#include "fanfold-run-search.h"

/* What looks like the line of a command is a value, of which there is more than one. */
static FanfoldBatch *
create_batch (void)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GPtrArray) sources = fanfold_command_sources_new ();
  g_autoptr (GError) error = NULL;
  const char *texts[] = { "value",
                          "\n    {\"name\": \"command\", \"template\": \"fake\"}\n",
                          NULL };

  fanfold_command_sources_add (sources, FANFOLD_INPUT_LIST, g_strdupv ((char **) texts));
  batch = fanfold_command_batch_new ("grep \"Straße\" {}", sources, NULL, FALSE, &error);
  g_assert_no_error (error);
  fanfold_batch_set_name (batch, "Night shift");
  g_assert_true (fanfold_batch_set_note (batch, "Before the change.\n#Baseline", NULL));

  return g_steal_pointer (&batch);
}

static gboolean
matches (const FanfoldHistoryRun *run, const char *text)
{
  g_auto (GStrv) parts = fanfold_run_search_split (text);
  g_autofree char *words = fanfold_run_search_dup_words (run);

  return fanfold_run_search_matches (words, (const char *const *) parts);
}

static void
test_found (void)
{
  g_autoptr (FanfoldBatch) batch = create_batch ();
  g_autofree char *text = fanfold_batch_to_text (batch);
  char name[] = "Night shift", function_id[] = FANFOLD_COMMAND_FUNCTION;
  FanfoldHistoryRun run = { .name = name, .function_id = function_id, .batch = text };
  const char *const found[] = { "",           "night",       "SHIFT night", "command.run",
                                "grep",       "\"strasse\"", "#baseline",   " \tchange  grep ",
                                "before the", "shift #BASE", NULL };
  const char *const missed[] = { "nights", "night day", "value", "fake", "#change", NULL };

  for (guint i = 0; found[i] != NULL; i++)
    if (!matches (&run, found[i]))
      g_error ("“%s” is not found", found[i]);
  for (guint i = 0; missed[i] != NULL; i++)
    if (matches (&run, missed[i]))
      g_error ("“%s” is found", missed[i]);
}

/* A text from elsewhere, or what became of one. */
static void
test_odd_texts (void)
{
  static const char *const texts[] = {
    "",
    "{",
    "{\n  \"fanfold\": 1,\n    {\"name\": \"command\", \n",
    "{\n    {\"name\": \"command\", \"template\": [\"x\"]},\n",
    "{\n    {\"name\": \"command\", \"value\": 7}\n",
    "{\n    {\"name\": \"command\", \"files\": \"x\"}",
    NULL,
  };
  char name[] = "a \xff b", function_id[] = FANFOLD_COMMAND_FUNCTION;
  FanfoldHistoryRun run = { .name = name, .function_id = function_id };

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup (texts[i]);

      run.batch = text;
      g_assert_true (matches (&run, "a b command.run"));
      g_assert_false (matches (&run, "x"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-search/found", test_found);
  g_test_add_func ("/run-search/odd-texts", test_odd_texts);

  return g_test_run ();
}
