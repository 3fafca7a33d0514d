/* fanfold-known.h: the file that remembers what plugins were described as
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A plugin's file as it was when it was described. */
typedef struct
{
  gint64 size;
  gint64 mtime_nsec;
} FanfoldKnownFile;

/* Used by one thread at a time. */
typedef struct _FanfoldKnown FanfoldKnown;

/* [any] Waits for the disk. A file that is missing, damaged or another version's is an empty one.
 * (transfer full) */
FanfoldKnown *fanfold_known_load (const char *path);
void fanfold_known_free (FanfoldKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldKnown, fanfold_known_free)

/* [any] False where the plugin is not known as it is now. Else one of the two is given:
 * @description (transfer full), not floating, or @reason, why it is broken (transfer full). */
gboolean fanfold_known_lookup (FanfoldKnown *self,
                               const char *plugin_path,
                               const FanfoldKnownFile *file,
                               GVariant **description,
                               char **reason);

/* [any] One of @description and @reason is NULL. */
void fanfold_known_remember (FanfoldKnown *self,
                             const char *plugin_path,
                             const FanfoldKnownFile *file,
                             GVariant *description,
                             const char *reason);

/* [any] */
void fanfold_known_forget (FanfoldKnown *self, const char *plugin_path);

/* [any] Waits for the disk. Writes what changed, without the plugins that are gone; where that
 * cannot be, they are described again the next time. */
void fanfold_known_save (FanfoldKnown *self);

G_END_DECLS
