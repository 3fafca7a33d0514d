/* fanfold-description.h: reads the dictionaries in which plugins are described
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A description is an a{sv}; what is left out, or of another type, is empty. */

/* [any] Reads the text form of a description, which need not be UTF-8. FANFOLD_ERROR_PLUGIN says
 * what is wrong with it. (transfer full), not floating */
GVariant *fanfold_description_parse (const char *text, gsize length, GError **error);

/* [any] The text under @key, NULL where it is empty. (transfer full) (nullable) */
char *fanfold_description_dup_text (GVariant *description, const char *key);

/* [any] The number under @key, else 0. */
guint32 fanfold_description_get_number (GVariant *description, const char *key);
double fanfold_description_get_real (GVariant *description, const char *key);

/* [any] The list of descriptions under @key, an aa{sv}, empty where there is none. (transfer full)
 */
GVariant *fanfold_description_dup_list (GVariant *description, const char *key);

/* [any] Whether it has an id and a label, and the id is [a-z][a-z0-9_]*. FANFOLD_ERROR_PLUGIN. */
gboolean fanfold_description_check_names (GVariant *description, GError **error);

G_END_DECLS
