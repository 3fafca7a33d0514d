/* fanfold-export-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export-form.h"

#include <math.h>
#include <string.h>
#include "fanfold-json.h"

double
fanfold_export_get_seconds (const FanfoldExportJob *job)
{
  if (fanfold_block_get_state (job->block, job->place) == FANFOLD_JOB_CACHED)
    return 0;

  return fanfold_block_get_seconds (job->block, job->place);
}

double
fanfold_export_get_cpu_seconds (const FanfoldExportJob *job)
{
  if (fanfold_block_get_state (job->block, job->place) == FANFOLD_JOB_CACHED)
    return 0;

  return fanfold_block_get_cpu_seconds (job->block, job->place);
}

gboolean
fanfold_export_get_exit (const FanfoldExportJob *job, int *exit_status)
{
  FanfoldJobEnd end = fanfold_block_get_end (job->block, job->place);

  if (end <= 0)
    return FALSE;

  *exit_status = end == FANFOLD_JOB_END_EXIT_0 ? 0 : end;
  return TRUE;
}

gboolean
fanfold_export_get_signal (const FanfoldExportJob *job, int *signal_number)
{
  FanfoldJobEnd end = fanfold_block_get_end (job->block, job->place);

  if (end >= 0)
    return FALSE;

  *signal_number = -end;
  return TRUE;
}

void
fanfold_export_append_seconds (GString *text, double seconds)
{
  fanfold_json_append_real (text, round (seconds * G_USEC_PER_SEC) / G_USEC_PER_SEC);
}

gboolean
fanfold_export_has_slot (const FanfoldExportJob *job)
{
  return fanfold_block_get_slot (job->block) != FANFOLD_BLOCK_NO_SLOT &&
         fanfold_block_get_state (job->block, job->place) != FANFOLD_JOB_CACHED;
}

void
fanfold_export_make_plain (GString *json)
{
  g_autoptr (JsonNode) node = NULL;

  if (g_str_equal (json->str, "null"))
    {
      g_string_truncate (json, 0);
      return;
    }
  if (json->str[0] != '"')
    return;
  if (memchr (json->str, '\\', json->len) == NULL)
    {
      g_string_truncate (json, json->len - 1);
      g_string_erase (json, 0, 1);
      return;
    }

  node = fanfold_json_parse (json->str, (gssize) json->len, NULL);
  if (node != NULL)
    g_string_assign (json, json_node_get_string (node));
}
