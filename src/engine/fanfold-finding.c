/* fanfold-finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-finding.h"

/* Of one job, and of several. */
static const char *const texts[FANFOLD_N_FINDING_KINDS][2] = {
  [FANFOLD_FINDING_MISSING] = { "has an input that is not there",
                                "have inputs that are not there" },
  [FANFOLD_FINDING_OVERWRITES] = { "would overwrite its own input",
                                   "would overwrite their own inputs" },
  [FANFOLD_FINDING_COLLIDES] = { "would write what another one writes",
                                 "would write what others of them write" },
  [FANFOLD_FINDING_EXISTS] = { "would overwrite a file that is there",
                               "would overwrite files that are there" },
  [FANFOLD_FINDING_PRODUCED] = { "has an input that an earlier run produced",
                                 "have inputs that an earlier run produced" },
  [FANFOLD_FINDING_DUPLICATE] = { "has the same arguments as one before it",
                                  "have the same arguments as one before them" },
  [FANFOLD_FINDING_QUOTES] = { "has a value in quotes, which are part of it",
                               "have values in quotes, which are part of them" },
  [FANFOLD_FINDING_DASH] = { "has a value that the command will take for an option",
                             "have values that the command will take for options" },
  [FANFOLD_FINDING_SPACE] = { "has a value with a line break, or a space at an end",
                              "have values with a line break, or a space at an end" },
};

FanfoldFinding *
fanfold_finding_copy (const FanfoldFinding *self)
{
  FanfoldFinding *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->detail = g_strdup (self->detail);

  return copy;
}

void
fanfold_finding_free (FanfoldFinding *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->detail);
  g_free (self);
}

static char *
describe_room (const FanfoldFinding *self)
{
  g_autofree char *needed = g_format_size (self->needed_bytes);
  g_autofree char *is_free = g_format_size (self->free_bytes);

  return g_strdup_printf ("The output needs about %s, going by earlier runs; there are %s free on "
                          "%s.",
                          needed,
                          is_free,
                          self->detail);
}

static char *
describe_whole (const FanfoldFinding *self)
{
  if (self->kind == FANFOLD_FINDING_STRAY)
    return g_strdup_printf ("“%s” in a template names no input, and stays as it is.", self->detail);
  if (self->kind == FANFOLD_FINDING_NO_COMMAND)
    return g_strdup_printf ("The command “%s” is not there.", self->detail);

  if (self->kind == FANFOLD_FINDING_NO_ROOM)
    return describe_room (self);

  return g_strdup_printf ("The memo cache would get %" G_GUINT64_FORMAT " new entries.",
                          self->n_jobs);
}

char *
fanfold_finding_describe (const FanfoldFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_first == 0)
    return describe_whole (self);
  if (self->n_jobs == 1)
    return g_strdup_printf ("Job %" G_GUINT64_FORMAT " %s%s%s%s.",
                            self->first[0],
                            texts[self->kind][0],
                            self->detail != NULL ? ": “" : "",
                            self->detail != NULL ? self->detail : "",
                            self->detail != NULL ? "”" : "");

  return g_strdup_printf ("%" G_GUINT64_FORMAT " jobs %s; the first is job %" G_GUINT64_FORMAT
                          "%s%s%s.",
                          self->n_jobs,
                          texts[self->kind][1],
                          self->first[0],
                          self->detail != NULL ? ": “" : "",
                          self->detail != NULL ? self->detail : "",
                          self->detail != NULL ? "”" : "");
}
