/* fanfold-notice.h: a toast that tells what was done just now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] Tells @text at once, before every other toast of @toasts: one that asks something comes
 * back afterwards. What was told before is out of date then. */
void fanfold_notice_show (AdwToastOverlay *toasts, const char *text);

G_END_DECLS
