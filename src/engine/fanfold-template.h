/* fanfold-template.h: a text made from a job's inputs with replacement strings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The replacement strings are GNU parallel's, as its manual describes them:
 *
 *   {}    the input              {.}   without its extension    {/}   its base name
 *   {//}  its folder             {/.}  base name, no extension  {#}   index + 1
 *   {%}   slot + 1               {2} {2.} {2/} {2//} {2/.}      the second input; {-1} the last
 *   {name} {name.} {name/} {name//} {name/.}                    the input of that name
 *
 * {} with several inputs is all of them with a space between, and so are the others of its line.
 * Inputs that are constant are counted by name alone. Anything else in braces stays as it is.
 * Immutable, counted atomically: any thread. */
typedef struct _FanfoldTemplate FanfoldTemplate;

typedef enum
{
  FANFOLD_TEMPLATE_TEXT,
  /* What is filled in is quoted for sh, by where it stands: outside of quotes, in '' or in "". */
  FANFOLD_TEMPLATE_COMMAND
} FanfoldTemplateForm;

/* An input that a template may use. */
typedef struct
{
  const char *name;
  gboolean constant;
} FanfoldTemplateInput;

/* [any] FANFOLD_ERROR_INVALID: a number for which there is no input, {} without any input, a
 * {= perl =} (not offered), for a command a quote that is not closed. The message says where.
 * (transfer full) */
FanfoldTemplate *fanfold_template_new (const char *text,
                                       FanfoldTemplateForm form,
                                       const FanfoldTemplateInput *inputs,
                                       guint n_inputs,
                                       GError **error);
void fanfold_template_free (FanfoldTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldTemplate, fanfold_template_free)

/* [any] */
const char *fanfold_template_get_text (FanfoldTemplate *self);
gboolean fanfold_template_uses (FanfoldTemplate *self, guint input);
gboolean fanfold_template_has_slot (FanfoldTemplate *self);
/* [any] Whether {#} makes every job's text another. */
gboolean fanfold_template_uses_index (FanfoldTemplate *self);
/* [any] Whether some values could make an empty text. */
gboolean fanfold_template_may_be_empty (FanfoldTemplate *self);
/* [any] As fanfold_combine_get_strays (). (transfer none) */
const char *const *fanfold_template_get_strays (FanfoldTemplate *self);

/* [any] @values: the text of each input that is used, at its position; bytes. {%} stays. */
void fanfold_template_append (FanfoldTemplate *self,
                              GString *text,
                              const char *const *values,
                              guint64 index);

/* [any] Whether an input of that name is one by its place, as those behind ::: are: "1", "2". Where
 * a template is, it need not use it. */
gboolean fanfold_template_is_place (const char *name);

/* [any] Of an input that feeds no parameter and that no template uses. */
void fanfold_template_set_unused_error (GError **error, const char *name);

/* [any] @text with {%} filled in. (transfer full) */
char *fanfold_template_fill_slot (const char *text, guint slot);

/* [any] Whether @text holds any replacement string, {name} of one of @names (nullable, NULL-ended)
 * among them. */
gboolean fanfold_template_has_replacement (const char *text, const char *const *names);

G_END_DECLS
