/* fanfold-cli.h: what the commands of fanfold-cli share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"

G_BEGIN_DECLS

/* Exit statuses. */
enum
{
  FANFOLD_CLI_OK = 0,
  FANFOLD_CLI_JOBS_FAILED = 1,
  FANFOLD_CLI_BAD_INPUT = 2, /* nothing was started or changed */
  FANFOLD_CLI_BROKEN = 3,    /* what was asked for could not be done to its end */
  FANFOLD_CLI_INTERRUPTED = 130,
  FANFOLD_CLI_PIPE_CLOSED = 141 /* nobody reads the output of the jobs any more, as SIGPIPE's */
};

/* The commands: @argv, NULL-ended, begins with the command's name. Each gives an exit status. */
int fanfold_cli_run (char **argv);
int fanfold_cli_import (char **argv);
int fanfold_cli_list (char **argv);
int fanfold_cli_show (char **argv);
int fanfold_cli_cache (char **argv);
int fanfold_cli_history (char **argv);

/* "fanfold-cli: …" on standard error, without what a terminal would obey. Does not wait for a
 * reader that does not read. */
void fanfold_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Writes to standard output, all of it. FALSE where no more is to be written: FANFOLD_CLI_BROKEN
 * with a complaint where that fails, FANFOLD_CLI_OK where the reader went away and has had enough.
 */
gboolean fanfold_cli_write (const char *text, gsize length, int *status);

/* The same for the whole of a command's output. */
int fanfold_cli_print (const char *text);

/* What a command knows of its own form. */
typedef struct
{
  const char *name;        /* "run" */
  const char *operands;    /* "FUNCTION" */
  const char *summary;     /* a sentence */
  const char *description; /* the part of the help behind the options: examples */
  const GOptionEntry *entries;
  const GOptionEntry *more_entries; /* (nullable) shown behind them */
  gpointer data;                    /* for callbacks among @entries */
  guint n_operands_min;
  guint n_operands_max;
} FanfoldCliSyntax;

/* Takes the options out of @argv, which then holds the operands from 1 on, their number checked.
 * FALSE: the command is over with *@status, as help was printed or the usage is wrong. */
gboolean fanfold_cli_parse (const FanfoldCliSyntax *syntax, char ***argv, int *status);

/* Adds 'see "fanfold-cli run --help"' to a message about wrong usage; gives FANFOLD_CLI_BAD_INPUT.
 */
int fanfold_cli_misuse (const char *command, const char *message);

/* Whether an operand is the path of a batch file, not a function's id. */
gboolean fanfold_cli_is_batch_path (const char *operand);

/* A callback for asynchronous calls: keeps the result in a GAsyncResult *. */
void fanfold_cli_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Runs the main loop until *@result is there. (transfer full) */
GAsyncResult *fanfold_cli_wait (GAsyncResult **result);

/* An engine that knows the plugins and has not touched anything else. @memo_folder: (nullable).
 * (transfer full) (nullable) with @error */
FanfoldEngine *fanfold_cli_find_plugins (const char *memo_folder, GError **error);

/* Opens the history and lists the runs, for a program that runs jobs; what the engine notes is
 * printed. FALSE: nothing can be run, with a complaint. */
gboolean fanfold_cli_start_engine (FanfoldEngine *engine);

/* "name":"value", or "name":null. @value: (nullable) */
void fanfold_cli_append_member (GString *json, const char *name, const char *value);

/* "2026-01-31T12:00:00Z" with its quotes; null for 0, which is a time that is not known. */
void fanfold_cli_append_time (GString *json, gint64 time_usec);

/* The members that tell which function it is: id, label, summary. */
void fanfold_cli_append_function (GString *json, FanfoldFunction *function);

/* A job's arguments as JSON, on one line and cut where they are long. */
void fanfold_cli_append_arguments (GString *text, FanfoldCombine *combine, guint64 index);

G_END_DECLS
