/* fanfold-cli-arguments.h: what was asked for on the command line of "run"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"
#include "fanfold-cli-labels.h"
#include "fanfold-cli-settings.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldCliSettings settings; /* first, as its options ask */

  FanfoldCliLabels labels;
  char *target; /* FUNCTION or BATCH.fanfold; NULL with words */
  char **words; /* (nullable) what stands behind "--" */
  gboolean shell;
  GPtrArray *inputs;   /* of FanfoldInput, in the order written */
  GPtrArray *excludes; /* of texts, NAME=GLOB */
  GPtrArray *cuts;     /* words of fanfold_blocks_plan_parse () */
  GPtrArray *links;    /* of texts, NAME,NAME */
  gboolean zip;
  gboolean pipepart; /* its file is @arg_file */
  char *arg_file;    /* (nullable) */
  char *cache_dir;   /* (nullable) */
  gboolean dry_run;
} FanfoldCliArguments;

/* Reads @argv, NULL-ended, beginning with "run". FALSE: the command is over with *@status, as help
 * was printed or the usage is wrong. */
gboolean fanfold_cli_arguments_read (FanfoldCliArguments *self, char **argv, int *status);
void fanfold_cli_arguments_clear (FanfoldCliArguments *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldCliArguments, fanfold_cli_arguments_clear)

/* The batch that was asked for; a batch file is read. Waits for the disk. (transfer full) */
FanfoldBatch *fanfold_cli_arguments_create_batch (FanfoldCliArguments *self, GError **error);

G_END_DECLS
