/* fanfold-block-private.h: how a block of jobs is kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"

G_BEGIN_DECLS

/* The places of the members of FANFOLD_BLOCK_VARIANT_TYPE. */
enum
{
  FANFOLD_BLOCK_FIRST,
  FANFOLD_BLOCK_SLOT,
  FANFOLD_BLOCK_ATTEMPT,
  FANFOLD_BLOCK_STATES,
  FANFOLD_BLOCK_STARTED,
  FANFOLD_BLOCK_SECONDS,
  FANFOLD_BLOCK_CPU_SECONDS,
  FANFOLD_BLOCK_PEAK_BYTES,
  FANFOLD_BLOCK_OUTPUTS,
  FANFOLD_BLOCK_JSON,
  FANFOLD_BLOCK_ERRORS
};

typedef struct
{
  GVariant *present; /* ay */
  GVariant *values;
} FanfoldBlockColumn;

typedef struct
{
  guint place;
  FanfoldJobEnd end;
  const char *message;
} FanfoldBlockFailure;

struct _FanfoldBlock
{
  gatomicrefcount ref_count;

  FanfoldFunction *function;
  GVariant *variant; /* serialized, so that pointers into it stay */

  guint64 first;
  guint n_jobs;
  guint32 slot;
  guint32 attempt;

  GVariant *json;
  guint n_columns;
  FanfoldBlockColumn *columns;
  guint n_failures;
  FanfoldBlockFailure *failures; /* by place */

  const guint8 *states;
  const gint64 *started;
  const double *seconds;
  const double *cpu_seconds; /* NULL: the seconds */
  gsize n_peaks;             /* none, one, or n_jobs */
  const guint64 *peak_bytes;
};

/* [any] As fanfold_block_new_from_variant (), of a variant that this process has put together and
 * GVariant trusts, but for what it cannot. */
FanfoldBlock *
fanfold_block_new_from_own (FanfoldFunction *function, GVariant *variant, GError **error);

G_END_DECLS
