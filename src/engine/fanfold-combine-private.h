/* fanfold-combine-private.h: how combined inputs are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-template.h"

G_BEGIN_DECLS

/* Sources that go in step. */
typedef struct
{
  guint number;     /* 0: one source alone */
  guint64 size;     /* of a stream: G_MAXUINT64 */
  guint64 stride;   /* how many jobs in a row have one position of it */
  const char *name; /* of its first input */
} FanfoldCombineGroup;

/* One source. */
typedef struct
{
  char *name;
  FanfoldParam *param; /* that it feeds, or what its values are */
  guint position;      /* of that parameter, or FANFOLD_COMBINE_FREE */
  FanfoldSource *source;
  guint group; /* among groups */
  gboolean constant;
  gboolean by_name;
  gboolean kept;
} FanfoldCombineInput;

/* What feeds one parameter. */
typedef struct
{
  FanfoldTemplate *template; /* or NULL */
  guint input;               /* among inputs */
} FanfoldCombineFeed;

/* What was added to one since, in order. Readers may still look at those before. */
typedef struct _FanfoldCombineParts FanfoldCombineParts;
struct _FanfoldCombineParts
{
  FanfoldCombineParts *before; /* (nullable) */
  FanfoldCombineTwins *twins;  /* (nullable) among all jobs */
  guint n;
  FanfoldCombine *parts[];
};

struct _FanfoldCombine
{
  gatomicrefcount ref_count;
  FanfoldFunction *function;
  GArray *groups;             /* of FanfoldCombineGroup, slowest first */
  GArray *inputs;             /* of FanfoldCombineInput, in the order written, then the defaults */
  GArray *feeds;              /* of FanfoldCombineFeed, one a parameter */
  GPtrArray *frees;           /* of FanfoldParam: the free inputs */
  GArray *free_inputs;        /* of guint: which of inputs they are */
  GPtrArray *strays;          /* NULL-ended */
  gboolean has_slot;          /* of any template */
  gboolean checks_stream;     /* a template may be refused for what the stream brings */
  guint64 n_jobs;             /* for each value of the stream, where there is one */
  FanfoldSource *stream;      /* (nullable), that of an input */
  guint stream_input;         /* among inputs */
  FanfoldCombineTwins *twins; /* (nullable) */
  GBytes *order;              /* (nullable) of guint32: the job of the inputs for each number */
  GBytes *numbers;            /* (nullable) of guint32: what {#} counts, by job of the inputs */
  guint64 begin;              /* of a part: how many jobs come before it */
  FanfoldCombineParts *parts; /* atomic (nullable) */
};

static inline const FanfoldCombineGroup *
fanfold_combine_get_group (FanfoldCombine *self, guint group)
{
  return &g_array_index (self->groups, FanfoldCombineGroup, group);
}

static inline const FanfoldCombineInput *
fanfold_combine_get_input (FanfoldCombine *self, guint input)
{
  return &g_array_index (self->inputs, FanfoldCombineInput, input);
}

static inline const FanfoldCombineFeed *
fanfold_combine_get_feed (FanfoldCombine *self, guint param)
{
  return &g_array_index (self->feeds, FanfoldCombineFeed, param);
}

static inline FanfoldParam *
fanfold_combine_get_param (FanfoldCombine *self, guint param)
{
  return fanfold_function_get_params (self->function)->pdata[param];
}

/* The job of the inputs that has the number @index. */
static inline guint64
fanfold_combine_get_job (FanfoldCombine *self, guint64 index)
{
  const guint32 *order;

  if (self->order == NULL)
    return index;

  order = g_bytes_get_data (self->order, NULL);
  return order[index];
}

/* What templates call the job of the inputs that has the number @index. */
static inline guint64
fanfold_combine_call_job (FanfoldCombine *self, guint64 job, guint64 index)
{
  const guint32 *numbers;

  if (self->numbers == NULL)
    return self->begin + index;

  numbers = g_bytes_get_data (self->numbers, NULL);
  return numbers[job];
}

/* The part that job *@index is of, itself or one that was added, and its number there. */
static inline FanfoldCombine *
fanfold_combine_find_part (FanfoldCombine *self, guint64 *index)
{
  FanfoldCombineParts *parts = g_atomic_pointer_get (&self->parts);
  guint low = 0;
  guint high;

  if (parts == NULL || *index < parts->parts[0]->begin)
    return self;

  for (high = parts->n; high - low > 1;)
    {
      guint middle = low + (high - low) / 2;

      if (parts->parts[middle]->begin <= *index)
        low = middle;
      else
        high = middle;
    }

  *index -= parts->parts[low]->begin;
  return parts->parts[low];
}

static inline guint64
fanfold_combine_get_position (FanfoldCombine *self, guint group, guint64 job)
{
  const FanfoldCombineGroup *of = fanfold_combine_get_group (self, group);

  return job / of->stride % of->size;
}

static inline GVariant *
fanfold_combine_get_input_value (FanfoldCombine *self, guint input, guint64 job)
{
  const FanfoldCombineInput *of = fanfold_combine_get_input (self, input);

  return fanfold_source_get (of->source, fanfold_combine_get_position (self, of->group, job));
}

/* [any] The templates of @items, once there is a source for everything else; then what they make,
 * as far as a parameter could refuse it. False with FANFOLD_ERROR_INVALID. */
gboolean fanfold_combine_add_templates (FanfoldCombine *self,
                                        const FanfoldCombineItem *items,
                                        gsize n_items,
                                        GError **error);
gboolean fanfold_combine_check_templates (FanfoldCombine *self, GError **error);

/* [any] Which jobs are equal, before there is another order; NULL: none, or that
 * would take too long to tell. (transfer full) (nullable) */
FanfoldCombineTwins *fanfold_combine_find_twins (FanfoldCombine *self);

/* [any] The jobs of the inputs, which are not copied, but for their twins and what was added.
 * (transfer full) */
FanfoldCombine *fanfold_combine_share (FanfoldCombine *self);

/* [any] How many jobs it has but for those that were added. */
guint64 fanfold_combine_count_own (FanfoldCombine *self);

/* [any] Columns of jobs, "av", of more than one part where need be. @func: gives those of one part;
 * its answers are (nullable) (transfer full), and so is this. */
typedef GVariant *(*FanfoldCombinePartFunc) (FanfoldCombine *part, guint64 first, guint n_jobs);
GVariant *fanfold_combine_collect (FanfoldCombine *self,
                                   guint64 first,
                                   guint n_jobs,
                                   FanfoldCombinePartFunc func);

void fanfold_combine_parts_free (FanfoldCombineParts *self);

G_END_DECLS
