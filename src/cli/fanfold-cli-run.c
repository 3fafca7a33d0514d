/* fanfold-cli-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-cli-arguments.h"
#include "fanfold-cli-dry-run.h"
#include "fanfold-cli-inputs.h"
#include "fanfold-cli-watch.h"

/* (transfer full) (nullable) with @error: bad input */
static FanfoldCombine *
expand (FanfoldEngine *engine, FanfoldBatch *batch, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  fanfold_engine_expand_async (engine, batch, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);

  return fanfold_engine_expand_finish (engine, result, error);
}

static int
complain (GError *error, int status)
{
  fanfold_cli_complain ("%s", error->message);

  return status;
}

/* Everything that was asked for is known to be right. */
static int
run_batch (FanfoldCliArguments *arguments,
           FanfoldEngine *engine,
           FanfoldBatch *batch,
           FanfoldCombine *combine)
{
  g_autoptr (FanfoldCliWatch) watch = fanfold_cli_watch_new (engine, &arguments->settings);
  g_autoptr (FanfoldExport) results = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GError) error = NULL;

  if (!fanfold_cli_watch_prepare (watch, &error))
    return complain (error, FANFOLD_CLI_BROKEN);
  if (!fanfold_cli_start_engine (engine))
    return FANFOLD_CLI_BROKEN;

  results = fanfold_cli_settings_open_results (&arguments->settings, &error);
  if (error != NULL)
    return complain (error, FANFOLD_CLI_BAD_INPUT);

  run = fanfold_engine_launch_expanded (engine, batch, combine, g_steal_pointer (&results), &error);
  if (run == NULL)
    return complain (error, FANFOLD_CLI_BROKEN);

  return fanfold_cli_watch_run (watch, run);
}

int
fanfold_cli_run (char **argv)
{
  g_auto (FanfoldCliArguments) arguments = { 0 };
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!fanfold_cli_arguments_read (&arguments, argv, &status))
    return status;

  batch = fanfold_cli_arguments_create_batch (&arguments, &error);
  if (batch == NULL)
    return complain (error, FANFOLD_CLI_BAD_INPUT);

  engine = fanfold_cli_find_plugins (arguments.cache_dir, &error);
  if (engine == NULL)
    return complain (error, FANFOLD_CLI_BROKEN);

  if (!fanfold_cli_inputs_settle (
          batch, fanfold_engine_get_registry (engine), arguments.links, &error))
    return complain (error, FANFOLD_CLI_BAD_INPUT);

  combine = expand (engine, batch, &error);
  if (combine == NULL)
    return complain (error, FANFOLD_CLI_BAD_INPUT);
  if (arguments.dry_run)
    return fanfold_cli_dry_run (engine, batch, combine, arguments.words != NULL);

  status = run_batch (&arguments, engine, batch, combine);
  fanfold_engine_shut_down (engine);

  return status;
}
