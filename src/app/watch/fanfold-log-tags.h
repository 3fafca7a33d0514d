/* fanfold-log-tags.h: the tags of a buffer that draw text as a terminal would
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include "fanfold-log-style.h"

G_BEGIN_DECLS

/* One a style, made when it is first needed. */
typedef struct _FanfoldLogTags FanfoldLogTags;

/* [main] @buffer must outlive it. (transfer full) */
FanfoldLogTags *fanfold_log_tags_new (GtkTextBuffer *buffer);
void fanfold_log_tags_free (FanfoldLogTags *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldLogTags, fanfold_log_tags_free)

/* [main] NULL where the text is plain. Where there are more styles than can be kept apart, the tag
 * of one that looks alike. (transfer none) (nullable) */
GtkTextTag *fanfold_log_tags_get (FanfoldLogTags *self, const FanfoldLogStyle *style);

/* [main] Whether the view is dark: draws all that is there anew. */
void fanfold_log_tags_set_dark (FanfoldLogTags *self, gboolean dark);

G_END_DECLS
