/* fanfold-preflight.h: what can be said of a run before it is launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-combine.h"
#include "fanfold-finding.h"
#include "fanfold-memo.h"
#include "fanfold-ranges.h"
#include "fanfold-recollection.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

/* One thread looks at the jobs; what it has found so far can be sampled by any. Counted
 * atomically. */
typedef struct _FanfoldPreflight FanfoldPreflight;

/* So many jobs are looked at, the first ones, and the disk is asked for so many of their files; so
 * much is read for keys by content, or so many folders listed. */
#define FANFOLD_PREFLIGHT_MAX_JOBS 2000000
#define FANFOLD_PREFLIGHT_MAX_STATS 2000000
#define FANFOLD_PREFLIGHT_MAX_CONTENT_BYTES (256 * 1024 * 1024)
#define FANFOLD_PREFLIGHT_MANY_ENTRIES 100000

typedef struct
{
  guint64 n_jobs;    /* 0: a stream, of which nobody knows */
  guint64 n_to_look; /* how many of them are looked at */
  guint64 n_looked;  /* … so far */
  gboolean caches;   /* whether the run goes through the memo cache */
  guint64 n_asked;   /* of those looked at, for how many the cache was asked */
  guint64 n_cached;  /* … and answers */
  guint n_slots;
  gboolean over; /* all of it has been looked at; before that, there is no estimate */
  double seconds;
  double low, high; /* four times of five it is between them; all three below 0: unknown */
  guint n_changes;  /* grows with everything that is found */
} FanfoldPreflightSample;

typedef struct
{
  FanfoldCombine *combine;
  FanfoldRanges *jobs; /* (nullable) which of its jobs; all */
  const FanfoldSettings *settings;
  const char *folder;                /* (nullable) the current one */
  FanfoldMemo *memo;                 /* (nullable) */
  FanfoldRecollection *recollection; /* (nullable) */
  guint n_slots;
  gboolean gentle; /* uses no more than half a core, once it takes longer than a moment */
} FanfoldPreflightSpec;

/* [any] Does nothing yet. All of @spec is copied or gets a reference. (transfer full) */
FanfoldPreflight *fanfold_preflight_new (const FanfoldPreflightSpec *spec);
FanfoldPreflight *fanfold_preflight_ref (FanfoldPreflight *self);
void fanfold_preflight_unref (FanfoldPreflight *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldPreflight, fanfold_preflight_unref)

/* [any] Waits for the disk, some microseconds a job: to be called once, on a thread that may wait.
 * Cancelled, it fails within some milliseconds; nothing else makes it fail. */
gboolean fanfold_preflight_work (FanfoldPreflight *self, GCancellable *cancellable, GError **error);

/* [any] What follows does not wait. (transfer none) */
FanfoldCombine *fanfold_preflight_get_combine (FanfoldPreflight *self);
void fanfold_preflight_sample (FanfoldPreflight *self, FanfoldPreflightSample *sample);

/* [any] What looks wrong, the worst kind first. (transfer full) (element-type FanfoldFinding) */
GPtrArray *fanfold_preflight_dup_findings (FanfoldPreflight *self);

/* [any] Of a job, where all are looked at: a mask of 1 << FanfoldFindingKind, and
 * FANFOLD_PREFLIGHT_CACHED. */
#define FANFOLD_PREFLIGHT_CACHED (1u << 15)
guint fanfold_preflight_get_marks (FanfoldPreflight *self, guint64 index);

/* [any] "1204 jobs, 311 in the cache, about 2 min (1:45–2:30) on 8 slots": in English, as far as it
 * is known. @dash: as of fanfold_about_say (). (transfer full) */
char *fanfold_preflight_describe (const FanfoldPreflightSample *sample, const char *dash);

G_END_DECLS
