/* fanfold-cli-output.h: prints what the jobs of a run have written, each job's whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"
#include "fanfold-stream.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_CLI_OUTPUT_NONE,
  FANFOLD_CLI_OUTPUT_GROUP, /* when a job ends */
  FANFOLD_CLI_OUTPUT_ORDER  /* in the order of the inputs */
} FanfoldCliOutputForm;

/* Commands write into a folder that $FANFOLD_SPOOL names, INDEX.out and INDEX.err, made at their
 * first byte; what is there of jobs that are over is copied to standard output and standard error,
 * byte by byte, and removed. A job that writes nothing costs nothing. Main thread alone; it never
 * waits: the main loop goes on where a reader is slow. */
typedef struct _FanfoldCliOutput FanfoldCliOutput;

/* Before the workers are started; folders that killed programs have left are removed. @output,
 * @errors: (transfer none), must outlive it. NULL with
 * @error where no folder can be made. (transfer full) (nullable) */
FanfoldCliOutput *fanfold_cli_output_new (FanfoldCliOutputForm form,
                                          FanfoldStream *output,
                                          FanfoldStream *errors,
                                          GError **error);

/* Where that folder is. */
const char *fanfold_cli_output_get_folder (FanfoldCliOutput *self);

/* Removes the folder and what is left in it. */
void fanfold_cli_output_free (FanfoldCliOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCliOutput, fanfold_cli_output_free)

/* Finds what jobs that have ended wrote, and prints as much as there is room for. */
void fanfold_cli_output_sample (FanfoldCliOutput *self, FanfoldRun *run);

/* Whether some of what was found is not printed yet. */
gboolean fanfold_cli_output_is_busy (FanfoldCliOutput *self);

/* 0, or the errno of standard output that ended the printing; EPIPE: its reader went away. */
int fanfold_cli_output_get_error (FanfoldCliOutput *self);

/* Before something else is written to a terminal: a last line without end is ended there. */
void fanfold_cli_output_end_line (FanfoldCliOutput *self);

G_END_DECLS
