/* fanfold-args.h: one job's frozen arguments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Arguments are a GVariant tuple with one member for each of a function's parameters, in their
 * order, each of fanfold_param_get_variant_type (). @params: array of FanfoldParam. */

/* [any] {"x":1.0,"n":3}: in the order of the parameters. */
void fanfold_args_append_json (GString *json, GPtrArray *params, GVariant *args);

/* [any] For one line of a table: the values joined by " · ", a file by its base name, the first
 * value being that of the EACH parameter, or a block of a file; always UTF-8. (transfer full) */
char *fanfold_args_describe (GPtrArray *params, GVariant *args);

/* [any] The block of a file alone: "big.txt · 10.0–20.0 MB"; NULL: there is none. (transfer full)
 * (nullable) */
char *fanfold_args_describe_block (GPtrArray *params, GVariant *args);

/* [any] The same bytes for the same arguments on every machine: normal form, little endian.
 * (transfer full) */
GBytes *fanfold_args_dup_canonical (GVariant *args);

/* [any] A short hash of them, to recognise a job by: the first 64 bits of their SHA-256. */
guint64 fanfold_args_hash (GVariant *args);

G_END_DECLS
