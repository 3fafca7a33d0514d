/* fanfold-settings-private.h: single settings as text, for fanfold-settings-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-settings.h"

G_BEGIN_DECLS

/* [any] "NAME “TEXT” is not WANTED"; always false. */
gboolean
fanfold_settings_refuse (const char *name, const char *text, const char *wanted, GError **error);

/* [any] A whole number from 0 to @max. */
gboolean fanfold_settings_parse_whole (
    const char *name, const char *text, gint64 max, gint64 *value, GError **error);

gboolean
fanfold_settings_parse_switch (const char *name, const char *text, gboolean *value, GError **error);

/* [any] Each as fanfold_settings_set_text () and fanfold_settings_dup_text (). */
gboolean
fanfold_settings_set_memory_limit (FanfoldSettings *self, const char *text, GError **error);
char *fanfold_settings_dup_memory_limit (const FanfoldSettings *self);
gboolean
fanfold_settings_set_min_free_memory (FanfoldSettings *self, const char *text, GError **error);
char *fanfold_settings_dup_min_free_memory (const FanfoldSettings *self);
gboolean
fanfold_settings_set_min_free_disk (FanfoldSettings *self, const char *text, GError **error);
char *fanfold_settings_dup_min_free_disk (const FanfoldSettings *self);
gboolean fanfold_settings_set_nice (FanfoldSettings *self, const char *text, GError **error);
char *fanfold_settings_dup_nice (const FanfoldSettings *self);
gboolean fanfold_settings_set_weight (FanfoldSettings *self, const char *text, GError **error);
char *fanfold_settings_dup_weight (const FanfoldSettings *self);
gboolean fanfold_settings_set_pin (FanfoldSettings *self, const char *text, GError **error);
char *fanfold_settings_dup_pin (const FanfoldSettings *self);

G_END_DECLS
