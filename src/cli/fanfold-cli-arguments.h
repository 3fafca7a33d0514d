/* fanfold-cli-arguments.h: what was asked for on the command line of "run"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"
#include "fanfold-export.h"

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
  char *target;      /* FUNCTION or BATCH.fanfold */
  GPtrArray *inputs; /* of FanfoldInput, in the order written */
  gboolean zip;

  FanfoldSettings settings; /* where given: */
  gboolean has_n_jobs;
  gboolean has_backend;
  gboolean has_verbose;
  gboolean no_cache;

  char *results; /* (nullable) */
  FanfoldExportFormat format;
  gboolean has_format;
  char *cache_dir; /* (nullable) */
  gboolean dry_run;
  FanfoldCliForm progress;
  double progress_interval; /* seconds */
} FanfoldCliArguments;

/* Reads @argv, NULL-ended, beginning with "run". FALSE: the command is over with *@status, as help
 * was printed or the usage is wrong. */
gboolean fanfold_cli_arguments_read (FanfoldCliArguments *self, char **argv, int *status);
void fanfold_cli_arguments_clear (FanfoldCliArguments *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldCliArguments, fanfold_cli_arguments_clear)

/* The batch that was asked for; a batch file is read. Waits for the disk. (transfer full) */
FanfoldBatch *fanfold_cli_arguments_create_batch (FanfoldCliArguments *self, GError **error);

G_END_DECLS
