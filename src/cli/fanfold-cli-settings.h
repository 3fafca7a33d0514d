/* fanfold-cli-settings.h: the options of whatever runs jobs: settings, results, progress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-cli.h"
#include "fanfold-cli-output.h"
#include "fanfold-export.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_CLI_FORM_DEFAULT,
  FANFOLD_CLI_FORM_LINES,
  FANFOLD_CLI_FORM_BAR,
  FANFOLD_CLI_FORM_JSON,
  FANFOLD_CLI_FORM_NONE
} FanfoldCliForm;

typedef struct
{
  GHashTable *texts; /* of the settings that were given, by name */
  gboolean cache;
  gboolean no_cache;

  char *results; /* (nullable) */
  FanfoldExportFormat format;
  gboolean has_format;
  FanfoldCliForm progress;
  double progress_interval; /* seconds */
  FanfoldCliOutputForm output;
  gboolean has_output;
  gboolean chose_n_jobs; /* nobody asked for it: it is not said what it comes to */
} FanfoldCliSettings;

void fanfold_cli_settings_init (FanfoldCliSettings *self);
void fanfold_cli_settings_clear (FanfoldCliSettings *self);

/* The entries of a command whose FanfoldCliSyntax.data begins with a FanfoldCliSettings, ended by a
 * G_OPTION_ENTRY_NULL. */
const GOptionEntry *fanfold_cli_settings_get_entries (void);

/* [main] Once all options are read: whether they go together. False with FANFOLD_ERROR_INVALID. */
gboolean fanfold_cli_settings_check (FanfoldCliSettings *self, GError **error);

/* [main] fanfold_cli_parse () of a command of such entries, and that check. */
gboolean fanfold_cli_settings_parse (FanfoldCliSettings *self,
                                     const FanfoldCliSyntax *syntax,
                                     char ***argv,
                                     int *status);

/* What was given takes the place of what @settings hold. */
void fanfold_cli_settings_apply (FanfoldCliSettings *self, FanfoldSettings *settings);

/* The file for the results, which is made or emptied; NULL without @error where none is wanted.
 * (transfer full) (nullable) */
FanfoldExport *fanfold_cli_settings_open_results (FanfoldCliSettings *self, GError **error);

G_END_DECLS
