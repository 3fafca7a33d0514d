/* fanfold-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-words.h"

#include <libintl.h>

static const char *
look_up (const char *domain, const char *text)
{
  /* The empty text has the catalog's header for its translation. */
  if (domain == NULL || *domain == '\0' || text == NULL || *text == '\0')
    return text;

  return dgettext (domain, text);
}

const char *
fanfold_words_plugin_label (FanfoldPlugin *plugin)
{
  return look_up (fanfold_plugin_get_gettext_domain (plugin), fanfold_plugin_get_label (plugin));
}

const char *
fanfold_words_function_label (FanfoldFunction *function)
{
  return look_up (fanfold_function_get_gettext_domain (function),
                  fanfold_function_get_label (function));
}

const char *
fanfold_words_function_summary (FanfoldFunction *function)
{
  return look_up (fanfold_function_get_gettext_domain (function),
                  fanfold_function_get_summary (function));
}

const char *
fanfold_words_param_label (FanfoldParam *param)
{
  return look_up (fanfold_param_get_gettext_domain (param), fanfold_param_get_label (param));
}

const char *
fanfold_words_param_help (FanfoldParam *param)
{
  return look_up (fanfold_param_get_gettext_domain (param), fanfold_param_get_help (param));
}

const char *
fanfold_words_choice_label (FanfoldParam *param, guint position)
{
  return look_up (fanfold_param_get_gettext_domain (param),
                  fanfold_param_get_choice_label (param, position));
}
