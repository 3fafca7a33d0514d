/* fanfold-files.c: the plugin files: work on files, one a job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-checksum.h"
#include "fanfold-compress.h"

#include <glib/gi18n.h>

static const FanfoldFunctionDesc functions[] = {
  { .id = "checksum",
    .label = N_ ("Checksum"),
    .summary = N_ ("Computes the MD5 or SHA digest of a file."),
    .params = fanfold_checksum_params,
    .outputs = fanfold_checksum_outputs,
    .run = fanfold_checksum_run,
    .cache_version = 1,
    .load = FANFOLD_IO_BOUND,
    .isolation = FANFOLD_THREAD_SAFE },
  { .id = "compress",
    .label = N_ ("Compress"),
    .summary = N_ ("Makes a gzip file beside a file."),
    .params = fanfold_compress_params,
    .outputs = fanfold_compress_outputs,
    .run = fanfold_compress_run,
    .load = FANFOLD_CPU_BOUND,
    .isolation = FANFOLD_THREAD_SAFE },
  { 0 },
};

FANFOLD_PLUGIN (.id = "files",
                .label = N_ ("Files"),
                .version = "1",
                .gettext_domain = "fanfold",
                .functions = functions);
