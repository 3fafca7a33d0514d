/* fanfold-cli-dry-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-dry-run.h"

#include "fanfold-args.h"
#include "fanfold-cli.h"

#define CHUNK_BYTES (64 * 1024)

int
fanfold_cli_dry_run (FanfoldCombine *combine)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (combine));
  g_autoptr (GString) text = g_string_sized_new (CHUNK_BYTES);
  guint64 n_jobs = fanfold_combine_get_n_jobs (combine);
  guint64 index;
  int status = FANFOLD_CLI_OK;

  for (index = 0; index < n_jobs; index++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);

      g_string_append_printf (text, "{\"index\":%" G_GUINT64_FORMAT ",\"arguments\":", index);
      fanfold_args_append_json (text, params, args);
      g_string_append (text, "}\n");
      if (text->len < CHUNK_BYTES && index + 1 < n_jobs)
        continue;

      if (!fanfold_cli_write (text->str, text->len, &status))
        break;
      g_string_truncate (text, 0);
    }

  return status;
}
