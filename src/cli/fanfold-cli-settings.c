/* fanfold-cli-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-settings.h"

#include "fanfold-error.h"
#include "fanfold-number.h"
#include <stddef.h>
#include <string.h>

#define MAX_INTERVAL_SECONDS 86400

static const struct
{
  const char *word;
  FanfoldCliForm progress;
} progress_words[] = {
  { "lines", FANFOLD_CLI_FORM_LINES },
  { "bar", FANFOLD_CLI_FORM_BAR },
  { "json", FANFOLD_CLI_FORM_JSON },
  { "none", FANFOLD_CLI_FORM_NONE },
};

/* What begins with the name of a setting begins with that of the option instead. */
static gboolean
refuse_setting (const char *option, const char *name, GError *reason, GError **error)
{
  const char *behind = reason->message + strlen (name);

  if (g_str_has_prefix (reason->message, name) && *behind == ' ')
    g_set_error (error, reason->domain, reason->code, "%s%s", option, behind);
  else
    g_set_error (error, reason->domain, reason->code, "%s: %s", option, reason->message);

  return FALSE;
}

/* "--max-failures" sets "max_failures". */
static gboolean
setting_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;
  FanfoldSettings scratch = FANFOLD_SETTINGS_INIT;
  g_autofree char *name = g_strdelimit (g_strdup (option + strlen ("--")), "-", '_');
  g_autoptr (GError) reason = NULL;

  if (value == NULL)
    value = "true";
  if (!fanfold_settings_set_text (&scratch, name, value, &reason))
    return refuse_setting (option, name, reason, error);

  g_hash_table_replace (self->texts, g_steal_pointer (&name), g_strdup (value));

  return TRUE;
}

static gboolean
cache_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;

  self->cache = TRUE;

  return TRUE;
}

static gboolean
no_cache_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;

  self->no_cache = TRUE;

  return TRUE;
}

static gboolean
progress_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (progress_words); i++)
    if (g_str_equal (value, progress_words[i].word))
      {
        self->progress = progress_words[i].progress;
        return TRUE;
      }

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "%s takes lines, bar, json or none, not \"%s\"",
               option,
               value);

  return FALSE;
}

static gboolean
output_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;
  static const char *const words[] = {
    [FANFOLD_CLI_OUTPUT_NONE] = "none",
    [FANFOLD_CLI_OUTPUT_GROUP] = "group",
    [FANFOLD_CLI_OUTPUT_ORDER] = "order",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (value, words[i]))
      {
        self->output = (FanfoldCliOutputForm) i;
        self->has_output = TRUE;
        return TRUE;
      }

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "%s takes group, order or none, not \"%s\"",
               option,
               value);

  return FALSE;
}

static gboolean
interval_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;
  double seconds;

  if (!fanfold_number_parse_real (value, &seconds, NULL) || seconds < 0 ||
      seconds > MAX_INTERVAL_SECONDS)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "%s takes seconds from 0 to %d, not \"%s\"",
                   option,
                   MAX_INTERVAL_SECONDS,
                   value);
      return FALSE;
    }

  self->progress_interval = seconds;

  return TRUE;
}

static gboolean
results_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;

  if (value[0] == '\0')
    {
      g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s takes a path", option);
      return FALSE;
    }

  g_free (self->results);
  self->results = g_strdup (value);

  return TRUE;
}

static gboolean
format_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliSettings *self = user_data;

  self->has_format = TRUE;
  if (fanfold_export_format_from_string (value, &self->format, error))
    return TRUE;

  g_prefix_error (error, "%s: ", option);

  return FALSE;
}

/* Values are raw, as file names are: they may be bytes of no encoding. */
#define ENTRY(name, callback, words, value)                                                        \
  {                                                                                                \
    name, 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, callback, words, value                 \
  }

/* "--NAME" is "--NAME=true". */
#define SWITCH(name, words)                                                                        \
  {                                                                                                \
    name, 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, setting_cb, words, "true|false"    \
  }

static const GOptionEntry entries[] = {
  ENTRY ("n-jobs", setting_cb, "Jobs at once (1); -1: as many as cores, -2: one less", "N"),
  ENTRY ("pre-dispatch", setting_cb, "Jobs got ready ahead (all), or 2*n_jobs", "all|N|EXPR"),
  ENTRY ("batch-size", setting_cb, "Short jobs that travel together (auto)", "auto|N"),
  ENTRY ("backend", setting_cb, "Where jobs run (processes)", "processes|threads"),
  ENTRY ("timeout", setting_cb, "A job's longest time; N%: of the median", "SECONDS|N%"),
  ENTRY ("retries", setting_cb, "Further tries of a job that fails (0)", "N"),
  ENTRY ("delay", setting_cb, "Between the starts of two jobs (0)", "SECONDS"),
  ENTRY ("on-failure", setting_cb, "Go on, start no more, end all", "continue|drain|stop"),
  ENTRY ("max-failures", setting_cb, "Failures it takes for that (1); then drain at least", "N"),
  ENTRY ("memory-limit", setting_cb, "A job may take, as in 500M", "SIZE"),
  ENTRY ("min-free-memory", setting_cb, "Start no job below it, as in 1G", "SIZE"),
  ENTRY ("min-free-disk", setting_cb, "Start no job below it, where it writes", "SIZE"),
  ENTRY ("nice", setting_cb, "Of workers (5): 0 as this program, 19 least", "N"),
  ENTRY ("io-priority", setting_cb, "Of workers at the disk (normal)", "normal|low|idle"),
  SWITCH ("pin", "Each slot to cores of its own"),
  ENTRY ("weight", setting_cb, "Slots that a job takes (1), or the input that says so", "N|NAME"),
  ENTRY ("group", setting_cb, "The group it waits in where the window resumes it", "NAME"),
  ENTRY ("priority", setting_cb, "Its priority there (normal)", "low|normal|high"),
  SWITCH ("only-on-ac", "Start no jobs on battery or to save power"),
  SWITCH ("only-when-idle", "Start no jobs unless nobody used it for 5 min"),
  ENTRY ("order", setting_cb, "shuffled, largest-first, smallest-first, longest-first", "ORDER"),
  ENTRY ("sample", setting_cb, "Only so many of the jobs, drawn at random", "N"),
  ENTRY ("seed", setting_cb, "Of --order=shuffled and --sample (0)", "N"),
  ENTRY ("verbose", setting_cb, "joblib's lines (0); above 10 every job", "N"),
  ENTRY ("results", results_cb, "Write the results; - for standard output", "FILE"),
  ENTRY ("format", format_cb, "Of the results (jsonl)", "jsonl|csv|json|joblog"),
  ENTRY ("output", output_cb, "Of commands: when a job ends, or in order", "group|order|none"),
  ENTRY ("progress", progress_cb, "On standard error", "lines|bar|json|none"),
  ENTRY ("progress-interval", interval_cb, "Between JSON objects (1)", "SECONDS"),
  { "cache",
    0,
    G_OPTION_FLAG_NO_ARG,
    G_OPTION_ARG_CALLBACK,
    cache_cb,
    "Cache although the function is not declared pure",
    NULL },
  { "no-cache",
    0,
    G_OPTION_FLAG_NO_ARG,
    G_OPTION_ARG_CALLBACK,
    no_cache_cb,
    "Neither read nor write the memo cache",
    NULL },
  G_OPTION_ENTRY_NULL,
};

void
fanfold_cli_settings_init (FanfoldCliSettings *self)
{
  *self = (FanfoldCliSettings){
    .texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .progress_interval = 1,
  };
}

void
fanfold_cli_settings_clear (FanfoldCliSettings *self)
{
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->results, g_free);
}

const GOptionEntry *
fanfold_cli_settings_get_entries (void)
{
  return entries;
}

gboolean
fanfold_cli_settings_check (FanfoldCliSettings *self, GError **error)
{
  if (self->cache && self->no_cache)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "--cache and --no-cache contradict each other: leave one out");
      return FALSE;
    }
  if (self->output != FANFOLD_CLI_OUTPUT_NONE && g_strcmp0 (self->results, "-") == 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "--output and --results=- both write to standard output: give the results a "
                   "file, or leave out --output");
      return FALSE;
    }
  if (!self->has_format || self->results != NULL)
    return TRUE;

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "--format is of the results: add --results=FILE");

  return FALSE;
}

gboolean
fanfold_cli_settings_parse (FanfoldCliSettings *self,
                            const FanfoldCliSyntax *syntax,
                            char ***argv,
                            int *status)
{
  g_autoptr (GError) error = NULL;

  if (!fanfold_cli_parse (syntax, argv, status))
    return FALSE;
  if (fanfold_cli_settings_check (self, &error))
    return TRUE;

  *status = fanfold_cli_misuse (syntax->name, error->message);

  return FALSE;
}

void
fanfold_cli_settings_apply (FanfoldCliSettings *self, FanfoldSettings *settings)
{
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    fanfold_settings_set_text (settings, name, text, NULL);
  if (self->cache || self->no_cache)
    {
      settings->cache = self->cache;
      settings->no_cache = self->no_cache;
    }
}

FanfoldExport *
fanfold_cli_settings_open_results (FanfoldCliSettings *self, GError **error)
{
  if (self->results == NULL)
    return NULL;

  return fanfold_export_new (self->results, self->format, error);
}
