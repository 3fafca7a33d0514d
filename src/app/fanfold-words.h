/* fanfold-words.h: what plugins call things, in the person's language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-plugin.h"

G_BEGIN_DECLS

/* Looked up in the catalog of the plugin's gettext_domain; as the plugin wrote them where it has
 * none, or no translation. Each lives as long as what it was asked of. */

/* [any] */
const char *fanfold_words_plugin_label (FanfoldPlugin *plugin);
const char *fanfold_words_function_label (FanfoldFunction *function);
const char *fanfold_words_function_summary (FanfoldFunction *function); /* (nullable) */
const char *fanfold_words_param_label (FanfoldParam *param);
const char *fanfold_words_param_help (FanfoldParam *param); /* (nullable) */
const char *fanfold_words_choice_label (FanfoldParam *param, guint position);

G_END_DECLS
