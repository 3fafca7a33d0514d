/* fanfold-export.h: results as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-combine.h"

G_BEGIN_DECLS

/* Results written in the order of the jobs, as soon as that order allows. Used by the writer's
 * thread alone once a run goes on. */
typedef struct _FanfoldExport FanfoldExport;

typedef enum
{
  FANFOLD_EXPORT_JSON_LINES,
  FANFOLD_EXPORT_JSON,   /* an array of the same objects, a line each */
  FANFOLD_EXPORT_CSV,    /* RFC 4180: index, the arguments, state, the outputs or result, error,
                            seconds, cpu_seconds, peak_bytes, started, exit, signal, attempts, slot.
                            An argument named as another column is "arguments.NAME", an output
                            "result.NAME". Unknown: empty; lists and objects: as JSON */
  FANFOLD_EXPORT_JOB_LOG /* GNU parallel's nine columns, tabs between: Seq (from 1) Host Starttime
                            JobRuntime Send Receive (bytes of the result) Exitval Signal Command.
                            Jobs that never began are left out. In the order of the jobs */
} FanfoldExportFormat;

/* [any] "jsonl", "json", "csv", "joblog" */
gboolean
fanfold_export_format_from_string (const char *text, FanfoldExportFormat *format, GError **error);

/* [any] To @path, "-" for standard output (as it was before fanfold_export_protect_stdout ()). The
 * file is made or emptied here, so that one that cannot be written is refused before anything
 * starts: FANFOLD_ERROR_EXPORT names it. (transfer full) */
FanfoldExport *fanfold_export_new (const char *path, FanfoldExportFormat format, GError **error);
void fanfold_export_free (FanfoldExport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldExport, fanfold_export_free)

/* [any] Moves the program's standard output away, so that a plugin's printf cannot spoil what "-"
 * writes. Once, at the start of a program. */
void fanfold_export_protect_stdout (void);

/* [writer] Writes what stands before the first job, such as the names of columns; the first block
 * does that too. For a run that may have no jobs. @inputs: array of FanfoldParam, those that feed
 * no parameter. */
void fanfold_export_begin (FanfoldExport *self, FanfoldFunction *function, GPtrArray *inputs);

/* [writer] Writes the jobs of @block; blocks come in order. What is less than a large piece may be
 * kept back for a tenth of a second and then until the next call. False once: a full disk, a closed
 * pipe; nothing more is written then. */
gboolean fanfold_export_write_block (FanfoldExport *self,
                                     FanfoldCombine *combine,
                                     FanfoldBlock *block,
                                     GError **error);
/* [writer] The same without waiting for a reader: the jobs of @block from @place (inout) on, up to
 * where nobody takes them now or, a large piece later, @until_usec has passed. */
gboolean fanfold_export_offer_block (FanfoldExport *self,
                                     FanfoldCombine *combine,
                                     FanfoldBlock *block,
                                     gint64 until_usec,
                                     guint *place,
                                     GError **error);
/* [writer] Whether a job could be written just now. @room: (out) */
gboolean fanfold_export_make_room (FanfoldExport *self, gboolean *room, GError **error);
/* [writer] Of what was kept back, what is taken now; @last: with what stands behind the last job.
 * @rest: (out) something is left. */
gboolean
fanfold_export_offer_rest (FanfoldExport *self, gboolean last, gboolean *rest, GError **error);
/* [writer] The monotonic time when anything was taken last. */
gint64 fanfold_export_get_taken_usec (FanfoldExport *self);

/* [writer] Writes what was kept back: for when no block comes for a while. Waits for a reader, as
 * writing a block and closing do. */
gboolean fanfold_export_flush (FanfoldExport *self, GError **error);
/* [writer] Writes what was kept back and closes the file. */
gboolean fanfold_export_close (FanfoldExport *self, GError **error);

/* [any] One results line, with its newline:
 * {"index":0,"arguments":{"x":1.0},"state":"done","result":1.0,…}. */
void fanfold_export_append_job (GString *text,
                                FanfoldCombine *combine,
                                FanfoldBlock *block,
                                guint place);

G_END_DECLS
