/* fanfold-stream-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-stream-store.h"

#include "fanfold-run-db.h"

/* A connection that stayed would keep the writer from leaving one file behind at the end. */
static GVariant *
fetch_cb (guint64 position, guint64 *first, gpointer user_data)
{
  const char *path = user_data;
  g_autoptr (FanfoldDb) db = fanfold_run_db_open (path, NULL);

  return db != NULL ? fanfold_run_db_read_values (db, position, first, NULL) : NULL;
}

void
fanfold_stream_store_attach (FanfoldCombine *combine, const char *path)
{
  FanfoldSource *stream;

  g_return_if_fail (combine != NULL);
  g_return_if_fail (path != NULL);

  stream = fanfold_combine_get_stream (combine, NULL);
  if (stream != NULL)
    fanfold_source_set_fetch (stream, fetch_cb, g_strdup (path), g_free);
}
