/* fanfold-stream-store.h: the values of a stream, fetched from the database of its run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"

G_BEGIN_DECLS

/* [any] Lets the stream of @combine, if there is one, fetch values from the run's database at
 * @path, by connections of its own that stay open no longer than that takes. */
void fanfold_stream_store_attach (FanfoldCombine *combine, const char *path);

G_END_DECLS
