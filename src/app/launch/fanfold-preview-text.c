/* fanfold-preview-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-text.h"
#include "fanfold-about.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

/* NULL where it is unknown. @brief: without a range, where it has a middle. */
static char *
dup_time (const FanfoldPreflightSample *sample, gboolean brief)
{
  FanfoldAbout about;

  fanfold_about_round (&about,
                       &(FanfoldRemainingAnswer){ sample->seconds, sample->low, sample->high });

  return fanfold_about_say (&about, brief, "–");
}

static void
append (GString *line, const char *text)
{
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, text);
}

static void
append_slots (GString *line, const FanfoldPreflightSample *sample)
{
  g_autofree char *slots =
      g_strdup_printf (ngettext ("on %u slot", "on %u slots", sample->n_slots), sample->n_slots);
  g_autofree char *time = dup_time (sample, TRUE);
  g_autofree char *both = NULL;

  if (time == NULL)
    {
      append (line, slots);
      return;
    }

  /* Translators: "about 2 min on 8 slots". */
  both = g_strdup_printf (C_ ("duration and slots", "%s %s"), time, slots);
  append (line, both);
}

char *
fanfold_preview_text_progress (guint64 n_values, gboolean awaited)
{
  g_autofree char *count = NULL;

  if (awaited)
    /* Translators: where Launch, or Add to Run, was asked for before it was possible. */
    return g_strdup (_ ("Going ahead once the jobs are counted…"));
  if (n_values == 0)
    return g_strdup (_ ("Counting the jobs…"));

  count = fanfold_text_count (n_values);
  return g_strdup_printf (ngettext ("Found %s value…", "Found %s values…", (gulong) n_values),
                          count);
}

char *
fanfold_preview_text_line (const FanfoldPreflightSample *sample)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *jobs = NULL;

  g_return_val_if_fail (sample != NULL, NULL);

  if (sample->n_jobs == 0)
    return g_strdup (_ ("Lines are read while jobs run"));

  jobs = fanfold_text_jobs (sample->n_jobs);
  append (line, jobs);
  if (sample->n_cached > 0)
    {
      g_autofree char *count = fanfold_text_count (sample->n_cached);
      g_autofree char *cached = g_strdup_printf (_ ("%s in the cache"), count);

      append (line, cached);
    }
  append_slots (line, sample);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
fanfold_preview_text_more (const FanfoldPreflightSample *sample)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *time = NULL;

  g_return_val_if_fail (sample != NULL, NULL);

  time = dup_time (sample, FALSE);
  if (time != NULL)
    /* Translators: "It takes about 2 min (1:45–2:30), going by earlier runs." */
    g_string_append_printf (text, _ ("It takes %s, going by earlier runs."), time);
  else if (sample->over && sample->n_jobs > 0)
    g_string_append (text, _ ("How long it takes is not known yet: no run of it is remembered."));

  if (sample->over && sample->n_looked < sample->n_jobs)
    {
      g_autofree char *jobs = fanfold_text_jobs (sample->n_looked);

      g_string_append_printf (text, "\n%s", _ ("Not all jobs were looked at: "));
      g_string_append (text, jobs);
    }
  if (sample->over && sample->caches && sample->n_asked < sample->n_looked)
    {
      g_autofree char *jobs = fanfold_text_jobs (sample->n_asked);

      g_string_append_printf (text, "\n%s", _ ("Looked up in the cache: "));
      g_string_append (text, jobs);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The sentence about @n jobs, with one "%s" for the count. */
static const char *
get_format (FanfoldFindingKind kind, gulong n)
{
  switch (kind)
    {
    case FANFOLD_FINDING_MISSING:
      return ngettext ("%s job has a missing input", "%s jobs have missing inputs", n);
    case FANFOLD_FINDING_OVERWRITES:
      return ngettext (
          "%s job would overwrite its own input", "%s jobs would overwrite their own inputs", n);
    case FANFOLD_FINDING_COLLIDES:
      return ngettext ("%s job would write what another one writes",
                       "%s jobs would write the same files as each other",
                       n);
    case FANFOLD_FINDING_EXISTS:
      return ngettext ("%s job would overwrite a file that is there",
                       "%s jobs would overwrite files that are there",
                       n);
    case FANFOLD_FINDING_PRODUCED:
      return ngettext ("%s job has an input that an earlier run produced",
                       "%s jobs have inputs that an earlier run produced",
                       n);
    case FANFOLD_FINDING_DUPLICATE:
      return ngettext (
          "%s job is the same as one before it", "%s jobs are the same as ones before them", n);
    case FANFOLD_FINDING_QUOTES:
      return ngettext ("%s job has a value in quotes, which are part of it",
                       "%s jobs have values in quotes, which are part of them",
                       n);
    case FANFOLD_FINDING_DASH:
      return ngettext ("%s job has a value that the command takes for an option",
                       "%s jobs have values that the command takes for options",
                       n);
    case FANFOLD_FINDING_SPACE:
      return ngettext ("%s job has a value with a line break, or a space at an end",
                       "%s jobs have values with a line break, or a space at an end",
                       n);
    case FANFOLD_FINDING_MANY_ENTRIES:
      return ngettext (
          "The memo cache would get %s new entry", "The memo cache would get %s new entries", n);
    case FANFOLD_FINDING_STRAY:
    case FANFOLD_FINDING_NO_COMMAND:
    case FANFOLD_FINDING_NO_ROOM:
    case FANFOLD_N_FINDING_KINDS:
    default:
      g_return_val_if_reached ("%s");
    }
}

static char *
describe_room (const FanfoldFinding *finding)
{
  g_autofree char *needed = g_format_size (finding->needed_bytes);
  g_autofree char *is_free = g_format_size (finding->free_bytes);

  /* Translators: two sizes and a folder: "… about 12 GB …; 3.1 GB are free on /home". */
  return g_strdup_printf (_ ("Output needs about %s, going by earlier runs; %s are free on %s"),
                          needed,
                          is_free,
                          finding->detail);
}

char *
fanfold_preview_text_finding (const FanfoldFinding *finding)
{
  g_autofree char *count = NULL, *sentence = NULL;

  g_return_val_if_fail (finding != NULL, NULL);

  if (finding->kind == FANFOLD_FINDING_STRAY)
    return g_strdup_printf (_ ("“%s” names no input, and stays as it is"), finding->detail);
  if (finding->kind == FANFOLD_FINDING_NO_COMMAND)
    return g_strdup_printf (_ ("The command “%s” is not there"), finding->detail);

  if (finding->kind == FANFOLD_FINDING_NO_ROOM)
    return describe_room (finding);

  count = fanfold_text_count (finding->n_jobs);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (get_format (finding->kind, (gulong) finding->n_jobs), count);
#pragma GCC diagnostic pop
  if (finding->detail == NULL)
    return g_steal_pointer (&sentence);

  /* Translators: "3 jobs have missing inputs: “a.jpg”". */
  return g_strdup_printf (_ ("%s: “%s”"), sentence, finding->detail);
}

char *
fanfold_preview_text_marks (guint marks)
{
  static const char *const texts[FANFOLD_N_FINDING_KINDS] = {
    [FANFOLD_FINDING_MISSING] = N_ ("Its input is missing"),
    [FANFOLD_FINDING_OVERWRITES] = N_ ("It would overwrite its own input"),
    [FANFOLD_FINDING_COLLIDES] = N_ ("Another job writes the same file"),
    [FANFOLD_FINDING_EXISTS] = N_ ("It would overwrite a file that is there"),
    [FANFOLD_FINDING_PRODUCED] = N_ ("An earlier run produced its input"),
    [FANFOLD_FINDING_DUPLICATE] = N_ ("It is the same as a job before it"),
    [FANFOLD_FINDING_QUOTES] = N_ ("A value is in quotes, which are part of it"),
    [FANFOLD_FINDING_DASH] = N_ ("The command takes a value for an option"),
    [FANFOLD_FINDING_SPACE] = N_ ("A value has a line break, or a space at an end"),
  };
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    if ((marks & 1u << kind) != 0 && texts[kind] != NULL)
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", _ (texts[kind]));
  if ((marks & FANFOLD_PREFLIGHT_CACHED) != 0)
    g_string_append_printf (
        lines, "%s%s", lines->len > 0 ? "\n" : "", _ ("Its result is in the cache"));

  return g_string_free (g_steal_pointer (&lines), FALSE);
}
