/* fanfold-param-private.h: what the two files of FanfoldParam share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-param.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *label;
} FanfoldParamChoice;

struct _FanfoldParam
{
  GObject parent_instance;

  char *id;
  char *label;
  char *gettext_domain;
  char *help;
  char *unit;
  char *initial;
  char *pattern;
  GRegex *regex;
  GArray *choices;
  double minimum;
  double maximum;
  double step;
  FanfoldParamType type;
  FanfoldParamFlags flags;
};

/* [any] */
gboolean fanfold_param_is_number (FanfoldParam *self);

/* [any] fanfold_param_parse () without the label in front of the error's words. (transfer full) */
GVariant *fanfold_param_parse_value (FanfoldParam *self, const char *text, GError **error);

G_END_DECLS
