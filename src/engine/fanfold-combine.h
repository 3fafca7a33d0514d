/* fanfold-combine.h: maps the number of a job to its arguments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine-twins.h"
#include "fanfold-function.h"
#include "fanfold-source.h"

G_BEGIN_DECLS

/* A product of groups; the sources of a group go in step. The last group varies fastest. Others may
 * be added behind, whose jobs are then among its own. Immutable but for that, counted atomically:
 * any thread. */
typedef struct _FanfoldCombine FanfoldCombine;

#define FANFOLD_COMBINE_MAX_JOBS ((guint64) 100 * 1000 * 1000)

/* FanfoldCombineItem.param of an input that feeds no parameter. */
#define FANFOLD_COMBINE_FREE G_MAXUINT

/* One input. A template has no source, and is of the group of what it is made from. */
typedef struct
{
  guint param;           /* its position among the function's parameters, or FANFOLD_COMBINE_FREE */
  const char *name;      /* the input's: what templates call it; NULL: the parameter's id */
  FanfoldParam *free;    /* what the values of a free input are; NULL for any other */
  guint group;           /* sources with the same number that is not 0 go in step */
  FanfoldSource *source; /* (transfer none) (nullable), a reference is taken */
  const char *template;  /* instead of a source */
  gboolean constant;     /* the same value for every job: {} and {1} do not count it */
  gboolean by_name;      /* nor this one, although it varies: it has no text for people */
  gboolean kept;         /* it was one of a run before: no template needs to use it */
} FanfoldCombineItem;

/* [any] @items in the order that the person wrote them. A parameter without an item takes its
 * default. A reference to @function is taken. FANFOLD_ERROR_INVALID: a required parameter without
 * value or default, a parameter fed twice, unequal lengths in a group (both named, with their
 * lengths), more than FANFOLD_COMBINE_MAX_JOBS jobs, a stream that is not the slowest group or goes
 * in step with another input, a template that uses an input which is not there or is a template
 * itself, a free input that no template uses, a template's text that its parameter refuses (the
 * first such job is named). (transfer full) */
FanfoldCombine *fanfold_combine_new (FanfoldFunction *function,
                                     const FanfoldCombineItem *items,
                                     gsize n_items,
                                     GError **error);

/* [any] The same for jobs of another run: job i is {#} - 1 = @numbers[i] in templates, an array of
 * guint32, one for each job. Not with a stream. @numbers: (nullable). (transfer full) */
FanfoldCombine *fanfold_combine_new_numbered (FanfoldFunction *function,
                                              const FanfoldCombineItem *items,
                                              gsize n_items,
                                              GBytes *numbers,
                                              GError **error);

FanfoldCombine *fanfold_combine_ref (FanfoldCombine *self);
void fanfold_combine_unref (FanfoldCombine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCombine, fanfold_combine_unref)

/* [any] At least 1; where the slowest group is a stream, so many as have come, which grows, and so
 * it does with what is added. */
guint64 fanfold_combine_get_n_jobs (FanfoldCombine *self);

/* [any] What {#} - 1 is in a job: its index, or the one that it had in the run which it is from. */
guint64 fanfold_combine_get_number (FanfoldCombine *self, guint64 index);

/* [any] The stream that is the slowest group (a stream anywhere else is refused), and how many jobs
 * each of its values makes: *@n_jobs_each (nullable). (transfer none) (nullable) */
FanfoldSource *fanfold_combine_get_stream (FanfoldCombine *self, guint64 *n_jobs_each);
/* [any] The parameter that it feeds, or what a free input's values are. (transfer none) (nullable)
 */
FanfoldParam *fanfold_combine_get_stream_param (FanfoldCombine *self);
/* [any] Whether templates may be filled in with @values, an array which the stream is to have next:
 * what is made from a stream cannot be checked before. FANFOLD_ERROR_INVALID says which of them is
 * refused, by its line. */
gboolean fanfold_combine_check_stream (FanfoldCombine *self, GVariant *values, GError **error);

/* [any] Which jobs have equal arguments, in all parameters that are not declared ignored. Found
 * when it is made, group by group, where the function is pure; never with a stream. NULL: none
 * have. (transfer none) (nullable) */
FanfoldCombineTwins *fanfold_combine_get_twins (FanfoldCombine *self);

/* [any] The same jobs in another order, or some of them: job i is job @order[i] of @self, an array
 * of guint32 without doubles, at least one. Not for one with a stream. (transfer full) */
FanfoldCombine *fanfold_combine_with_order (FanfoldCombine *self, GBytes *order);

/* [any] The jobs of @added as others of the run of @self, of the same function: their numbers, and
 * {#} in their templates, go on behind those that are there. For fanfold_combine_add (), before
 * anything else is added. FANFOLD_ERROR_INVALID: either has a stream, or is of jobs of another run;
 * what is the same in all jobs of @self (values, defaults, templates) is not in @added; other free
 * inputs; too many jobs together. (transfer full) */
FanfoldCombine *
fanfold_combine_new_behind (FanfoldCombine *self, FanfoldCombine *added, GError **error);
/* [any] Takes its time: which jobs would be equal with @behind added, by the arguments of all.
 * NULL: none, or they are too many to be compared, or the function is not pure. (transfer full)
 * (nullable) */
FanfoldCombineTwins *fanfold_combine_find_twins_behind (FanfoldCombine *self,
                                                        FanfoldCombine *behind);
/* [main] Its jobs are among those of @self from now on. @twins: (nullable) (transfer full) */
void fanfold_combine_add (FanfoldCombine *self, FanfoldCombine *behind, FanfoldCombineTwins *twins);
/* [any] (nullable) What was added after @n others. (transfer none) */
FanfoldCombine *fanfold_combine_get_added (FanfoldCombine *self, guint n);

/* [any] The inputs that feed no parameter, in the order written: what templates are made from.
 * (transfer none) */
guint fanfold_combine_get_n_free (FanfoldCombine *self);
FanfoldParam *fanfold_combine_get_free_param (FanfoldCombine *self, guint position);
/* [any] Array of FanfoldParam: all of them. (transfer none) */
GPtrArray *fanfold_combine_get_free_params (FanfoldCombine *self);
/* [any] As fanfold_combine_get_columns (): an array for each. (transfer full), not floating */
GVariant *fanfold_combine_get_free_columns (FanfoldCombine *self, guint64 first, guint n_jobs);
/* [any] (nullable) as fanfold_combine_get_args (). (transfer full), not floating */
GVariant *fanfold_combine_get_free_value (FanfoldCombine *self, guint position, guint64 index);
/* [any] {"beta":0.1,"n":3}: the free inputs of a job; {} where there are none. */
void fanfold_combine_append_inputs_json (FanfoldCombine *self, GString *json, guint64 index);

/* [any] For one line of a table: the free inputs of a job where there are such, else its arguments,
 * as fanfold_args_describe (). Always UTF-8. (transfer full) */
char *fanfold_combine_describe (FanfoldCombine *self, guint64 index);

/* [any] Whether a template holds {%}: it stands in arguments as it is, in keys and in the history
 * too, until a slot fills it in. */
gboolean fanfold_combine_has_slot (FanfoldCombine *self);
/* [any] @columns, as fanfold_combine_get_columns () gives them, with {%} filled in by @slot + 1:
 * what a worker gets. (transfer full), not floating */
GVariant *fanfold_combine_fill_slot (FanfoldCombine *self, GVariant *columns, guint slot);

/* [any] Words in braces of its templates that look as if an input were meant and name none, so that
 * they stay as they are: "{nmae}". NULL-ended. (transfer none) */
const char *const *fanfold_combine_get_strays (FanfoldCombine *self);

/* [any] Where the values of the parameter or input @name come from: those of all jobs are among
 * its. NULL where there is none of that name, where a template makes them, or where jobs were
 * added. (transfer none) (nullable) */
FanfoldSource *fanfold_combine_find_source (FanfoldCombine *self, const char *name);

/* [any] The text of the template that feeds a parameter. (transfer none) (nullable) */
const char *fanfold_combine_get_template (FanfoldCombine *self, guint param);

/* [any] The function it was made for. (transfer none) */
FanfoldFunction *fanfold_combine_get_function (FanfoldCombine *self);

/* [any] A job's arguments: a tuple of fanfold_function_get_args_type (). (nullable) where a
 * stream's value cannot be read back. (transfer full), not floating */
GVariant *fanfold_combine_get_args (FanfoldCombine *self, guint64 index);

/* [any] The arguments of the jobs from @first on, as "av": an array a parameter. (nullable)
 * as above. (transfer full), not floating */
GVariant *fanfold_combine_get_columns (FanfoldCombine *self, guint64 first, guint n_jobs);

/* [any] To keep the frozen inputs in the history and have them back, without what was added.
 * (transfer full), not floating */
GVariant *fanfold_combine_to_variant (FanfoldCombine *self);
FanfoldCombine *
fanfold_combine_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error);

G_END_DECLS
