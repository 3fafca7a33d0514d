/* fanfold-export-form.h: what tells the formats of results apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-args-columns.h"
#include "fanfold-block.h"
#include "fanfold-export-members.h"

G_BEGIN_DECLS

/* One job to be written: @place in @block, @arguments_place in @arguments. Inputs are an array of
 * FanfoldParam, those that feed no parameter. */
typedef struct
{
  FanfoldFunction *function;
  FanfoldArgsColumns *arguments;
  FanfoldArgsColumns *inputs; /* (nullable) those that feed no parameter */
  GPtrArray *input_params;
  gsize arguments_place; /* in both */
  FanfoldBlock *block;
  guint place;
  FanfoldExportMembers *members; /* (nullable) */
} FanfoldExportJob;

/* How a format writes. Keeps nothing between two calls but the members. */
typedef struct
{
  const char *name;
  /* Before the first job; where there is none, before the tail. */
  void (*append_head) (GString *text,
                       FanfoldFunction *function,
                       GPtrArray *inputs,
                       FanfoldExportMembers *members);
  void (*append_job) (GString *text, const FanfoldExportJob *job, gboolean first);
  const char *tail;
  /* (nullable) Where members of JSON have columns: the head, and the rows that waited for it. */
  void (*append_rest) (GString *text,
                       FanfoldFunction *function,
                       GPtrArray *inputs,
                       FanfoldExportMembers *members);
} FanfoldExportForm;

extern const FanfoldExportForm fanfold_export_json_lines;
extern const FanfoldExportForm fanfold_export_json;
extern const FanfoldExportForm fanfold_export_csv;
extern const FanfoldExportForm fanfold_export_job_log;

/* [any] all. Seconds that a job took: 0 where it was answered by the memo cache. */
double fanfold_export_get_seconds (const FanfoldExportJob *job);
double fanfold_export_get_cpu_seconds (const FanfoldExportJob *job);
/* How its process ended: false where it did not, or not that way. */
gboolean fanfold_export_get_exit (const FanfoldExportJob *job, int *exit_status);
gboolean fanfold_export_get_signal (const FanfoldExportJob *job, int *signal_number);
/* "0.0012", to the microsecond. */
void fanfold_export_append_seconds (GString *text, double seconds);
/* Whether a slot ran it. */
gboolean fanfold_export_has_slot (const FanfoldExportJob *job);

/* Takes the quotes and escapes off the JSON of a text, and leaves other JSON as it is; null becomes
 * empty. */
void fanfold_export_make_plain (GString *json);

G_END_DECLS
