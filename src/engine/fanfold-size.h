/* fanfold-size.h: numbers of bytes as people write them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] "500M", "1.5 GiB", "2tb", "1000000": the units K, M, G, T and P are binary, as joblib's;
 * without one it is bytes. A fraction of a byte counts as one. False, and @bytes as it was, for
 * anything else and from 4 EiB on. */
gboolean fanfold_size_parse (const char *text, guint64 *bytes);

/* [any] The shortest of these forms that is exact: "500M", "1536K", "1000000". (transfer full) */
char *fanfold_size_to_text (guint64 bytes);

G_END_DECLS
