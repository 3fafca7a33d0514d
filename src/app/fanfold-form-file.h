/* fanfold-form-file.h: the file that a form was opened from or saved to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-launch-form.h"

G_BEGIN_DECLS

/* [main] all. What is remembered of a form lives as long as it. */

/* Takes the form as it is now for saved in @file (nullable: it has none, and nothing would be lost
 * with it as it is). */
void fanfold_form_file_set (FanfoldLaunchForm *form, GFile *file);

/* Whether fanfold_form_file_set () was called for it. */
gboolean fanfold_form_file_is_known (FanfoldLaunchForm *form);

/* (nullable) (transfer none) */
GFile *fanfold_form_file_get (FanfoldLaunchForm *form);

/* "photos.fanfold", else the name of its function. (transfer full) */
char *fanfold_form_file_dup_name (FanfoldLaunchForm *form);

/* Whether it holds what is not saved. */
gboolean fanfold_form_file_is_changed (FanfoldLaunchForm *form);

G_END_DECLS
