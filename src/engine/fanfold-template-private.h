/* fanfold-template-private.h: what the reading and the filling in of templates share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-shell-place.h"
#include "fanfold-template-part.h"
#include "fanfold-template.h"

G_BEGIN_DECLS

#define FANFOLD_TEMPLATE_SLOT "{%}"

/* A piece of the text, and what is filled in behind it. */
typedef struct
{
  gsize offset; /* among the literal bytes */
  gsize length;
  FanfoldTemplatePartKind kind; /* NAMED: one input; ALL, INDEX; NONE: nothing */
  FanfoldTemplateAspect aspect;
  guint input;
  FanfoldShellQuote quote;
  gboolean before_redirection; /* a number would be one of a descriptor */
} FanfoldTemplatePiece;

struct _FanfoldTemplate
{
  FanfoldTemplateForm form;
  char *text;
  GString *literals;
  GArray *pieces;      /* of FanfoldTemplatePiece */
  GArray *positionals; /* of guint: the inputs that are counted */
  gboolean *used;
  guint n_inputs;
  gboolean has_slot;
  GPtrArray *strays; /* NULL-ended once made */
};

/* [any] Reads its text into the pieces; @names: of the inputs. False with FANFOLD_ERROR_INVALID,
 * which says at which character. */
gboolean fanfold_template_read (FanfoldTemplate *self, const char **names, GError **error);

G_END_DECLS
