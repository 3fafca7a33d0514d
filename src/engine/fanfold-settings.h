/* fanfold-settings.h: how a run is to go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-expression.h"
#include "fanfold-group-name.h"
#include "fanfold-priority.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_BACKEND_PROCESSES,
  FANFOLD_BACKEND_THREADS
} FanfoldBackend;

/* What a job that failed, crashed or timed out for good means for the others. */
typedef enum
{
  FANFOLD_ON_FAILURE_CONTINUE, /* keep going */
  FANFOLD_ON_FAILURE_DRAIN,    /* start no more */
  FANFOLD_ON_FAILURE_STOP      /* end those that run, too: joblib's way */
} FanfoldOnFailure;

/* How jobs are numbered, and so begun. */
typedef enum
{
  FANFOLD_ORDER_GIVEN,
  FANFOLD_ORDER_SHUFFLED,
  FANFOLD_ORDER_LARGEST_FIRST, /* by the size of the files they read, or the declared cost */
  FANFOLD_ORDER_SMALLEST_FIRST,
  FANFOLD_ORDER_LONGEST_FIRST /* by what earlier runs and the memo cache remember */
} FanfoldOrder;

/* How jobs read and write files beside other programs. */
typedef enum
{
  FANFOLD_IO_PRIORITY_NORMAL, /* as this program */
  FANFOLD_IO_PRIORITY_LOW,    /* last among those that go by turns: best-effort 7 */
  FANFOLD_IO_PRIORITY_IDLE    /* when nobody else wants the disk */
} FanfoldIoPriority;

#define FANFOLD_SETTINGS_MAX_NAME_BYTES 127

typedef struct
{
  int n_jobs; /* never 0; 1 where nothing else is said */
  FanfoldBackend backend;
  int verbose;                                          /* joblib's; 0: silent */
  gboolean no_cache;                                    /* neither read nor write the memo cache */
  char pre_dispatch[FANFOLD_EXPRESSION_MAX_LENGTH + 1]; /* as written; empty: "all" */
  guint batch_size;                                     /* 0: auto */
  double timeout;                                       /* seconds a job may take; 0: any */
  double timeout_percent;                               /* of the median instead; 0: not */
  guint n_retries;                                      /* up to FANFOLD_SETTINGS_MAX_RETRIES */
  double delay;                                         /* seconds between two starts */
  FanfoldOnFailure on_failure;
  guint64 max_failures;          /* so many are let pass before on_failure; 0: see below */
  guint64 memory_limit_bytes;    /* of a job; 0: any */
  guint64 min_free_memory_bytes; /* below it no job is started; 0: none */
  guint64 min_free_disk_bytes;   /* the same of each file system that the run writes to */
  int nice;                      /* of workers, 0 to 19, and never below the program's own */
  FanfoldIoPriority io_priority; /* of workers, and never above the program's own */
  gboolean pin;                  /* each slot to cores of its own */
  FanfoldOrder order;
  guint weight; /* of the n_jobs slots so many are a job's while it runs; 0 stands for 1 */
  char weight_name[FANFOLD_SETTINGS_MAX_NAME_BYTES + 1]; /* or its value of this input; "": no */
  guint64 sample; /* so many of the jobs, drawn without replacement; 0: all */
  guint64 seed;   /* of order and sample: the same seed draws the same jobs */
  char group[FANFOLD_GROUP_NAME_MAX + 1]; /* of the runs that it waits among; empty: none */
  FanfoldPriority priority;               /* among those that wait in its group */
  gboolean only_on_ac;                    /* start no jobs on battery, nor to save power */
  gboolean only_when_idle;                /* nor while somebody uses the machine */
  gboolean cache;                         /* cache although the function is not declared pure */
} FanfoldSettings;

#define FANFOLD_SETTINGS_MAX_RETRIES 250
#define FANFOLD_SETTINGS_MAX_BATCH_SIZE 4096 /* as FANFOLD_BLOCK_MAX_JOBS */
#define FANFOLD_SETTINGS_MAX_SECONDS 1e9
#define FANFOLD_SETTINGS_MAX_PERCENT 1e6
#define FANFOLD_SETTINGS_NICE 5
#define FANFOLD_SETTINGS_MAX_NICE 19

#define FANFOLD_SETTINGS_INIT                                                                      \
  {                                                                                                \
    .n_jobs = 1, .nice = FANFOLD_SETTINGS_NICE                                                     \
  }

/* [any] After how many failures the run no longer keeps going, and what happens then: with
 * max_failures = N at the Nth; else with drain and stop at the first. With continue and a
 * max_failures it drains. 0: never. */
guint64 fanfold_settings_get_failure_limit (const FanfoldSettings *self);

/* [any] How many slots every job takes; where each says so itself it is 1. */
guint fanfold_settings_get_weight (const FanfoldSettings *self);

/* [any] "processes", "threads" */
const char *fanfold_backend_to_string (FanfoldBackend backend);
gboolean fanfold_backend_from_string (const char *text, FanfoldBackend *backend, GError **error);

/* [any] "continue", "drain", "stop" */
const char *fanfold_on_failure_to_string (FanfoldOnFailure on_failure);
gboolean
fanfold_on_failure_from_string (const char *text, FanfoldOnFailure *on_failure, GError **error);

/* [any] "normal", "low", "idle" */
const char *fanfold_io_priority_to_string (FanfoldIoPriority priority);
gboolean
fanfold_io_priority_from_string (const char *text, FanfoldIoPriority *priority, GError **error);

/* [any] "given", "shuffled", "largest-first", "smallest-first", "longest-first" */
const char *fanfold_order_to_string (FanfoldOrder order);
gboolean fanfold_order_from_string (const char *text, FanfoldOrder *order, GError **error);

/* Every setting but cache and no_cache as a text, by its name in batch files; options are named
 * alike, with hyphens. A timeout is "10", "2.5" or "200%"; a size "500M" or "1.5GiB" (binary units,
 * as joblib's; none: bytes); a batch size "auto" or "10". 0 stands for none where there is such a
 * thing. */

/* [any] The names, NULL-ended: "n_jobs", "pre_dispatch" … */
const char *const *fanfold_settings_get_names (void);

/* [any] False with FANFOLD_ERROR_INVALID, which names the setting and says what is expected;
 * nothing is changed then. */
gboolean fanfold_settings_set_text (FanfoldSettings *self,
                                    const char *name,
                                    const char *text,
                                    GError **error);

/* [any] NULL where it is what it is at first. (transfer full) (nullable) */
char *fanfold_settings_dup_text (const FanfoldSettings *self, const char *name);

/* [any] Whether its text is always a number. */
gboolean fanfold_settings_is_number (const char *name);

/* [any] False with FANFOLD_ERROR_INVALID, naming the setting, for values out of range or that do
 * not go together: a memory limit, an I/O priority or pinned cores with threads, a pre_dispatch
 * below 1 for @n_slots. */
gboolean fanfold_settings_check (const FanfoldSettings *self, guint n_slots, GError **error);

G_END_DECLS
