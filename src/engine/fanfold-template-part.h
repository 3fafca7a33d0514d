/* fanfold-template-part.h: one replacement string of a template
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_TEMPLATE_PART_NONE,   /* no replacement string */
  FANFOLD_TEMPLATE_PART_ALL,    /* {} */
  FANFOLD_TEMPLATE_PART_NAMED,  /* {name} */
  FANFOLD_TEMPLATE_PART_NUMBER, /* {2} */
  FANFOLD_TEMPLATE_PART_INDEX,  /* {#} */
  FANFOLD_TEMPLATE_PART_SLOT,   /* {%} */
  FANFOLD_TEMPLATE_PART_PERL,   /* {= … =} */
  FANFOLD_TEMPLATE_PART_STRAY   /* {word}, which is no name */
} FanfoldTemplatePartKind;

/* What of a value is filled in. */
typedef enum
{
  FANFOLD_TEMPLATE_WHOLE,
  FANFOLD_TEMPLATE_STEM,      /* {.} */
  FANFOLD_TEMPLATE_NAME,      /* {/} */
  FANFOLD_TEMPLATE_FOLDER,    /* {//} */
  FANFOLD_TEMPLATE_NAME_STEM, /* {/.} */
  FANFOLD_TEMPLATE_N_ASPECTS
} FanfoldTemplateAspect;

typedef struct
{
  FanfoldTemplatePartKind kind;
  FanfoldTemplateAspect aspect;
  guint name;    /* NAMED: among the names */
  gint64 number; /* NUMBER: as written */
  gsize length;  /* of the replacement string, in bytes */
} FanfoldTemplatePart;

/* [any] What stands at @text, which begins with a brace. */
FanfoldTemplatePart
fanfold_template_part_read (const char *text, const char *const *names, guint n_names);

/* [any] The part of @value that is meant: where it begins, or a text of our own, and its length. */
const char *
fanfold_template_part_cut (FanfoldTemplateAspect aspect, const char *value, gsize *length);

G_END_DECLS
