/* fanfold-param.h: one described parameter or output: its type, limits and words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The numbers are the ABI's. */
typedef enum
{
  FANFOLD_PARAM_TYPE_TEXT,
  FANFOLD_PARAM_TYPE_BOOL,
  FANFOLD_PARAM_TYPE_INT,
  FANFOLD_PARAM_TYPE_REAL,
  FANFOLD_PARAM_TYPE_CHOICE,
  FANFOLD_PARAM_TYPE_FILE,
  FANFOLD_PARAM_TYPE_FOLDER,
  FANFOLD_PARAM_TYPE_COMMAND,
  FANFOLD_PARAM_TYPE_JSON
} FanfoldParamType;

typedef enum
{
  FANFOLD_PARAM_FLAG_NONE = 0,
  FANFOLD_PARAM_FLAG_REQUIRED = 1 << 0,
  FANFOLD_PARAM_FLAG_EACH = 1 << 1,
  FANFOLD_PARAM_FLAG_IGNORED = 1 << 2,
  FANFOLD_PARAM_FLAG_CONTENT = 1 << 3,
  FANFOLD_PARAM_FLAG_ADVANCED = 1 << 4,
  FANFOLD_PARAM_FLAG_OUTPUT = 1 << 5,
  FANFOLD_PARAM_FLAG_COST = 1 << 6,
  FANFOLD_PARAM_FLAG_BLOCKS = 1 << 7,
  /* Of an output: a list of the paths of files that the job wrote, or read. */
  FANFOLD_OUTPUT_FLAG_FILES = 1 << 0,
  FANFOLD_OUTPUT_FLAG_FILES_READ = 1 << 1
} FanfoldParamFlags;

/* Immutable once made: what it gives may be used on any thread while somebody holds it. Also serves
 * for outputs, which have an id, label, help, unit and type. */
#define FANFOLD_TYPE_PARAM (fanfold_param_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldParam, fanfold_param, FANFOLD, PARAM, GObject)

/* One parameter in the form that crosses processes and is kept in plugins.ini: a{sv} with id,
 * label, help, unit, initial, pattern (s), choices (a(ss): id, label), minimum, maximum, step (d),
 * type, flags (u); what is left out is empty. FANFOLD_ERROR_PLUGIN where it breaks a rule of the
 * ABI. (transfer full) */
FanfoldParam *fanfold_param_new_from_variant (GVariant *description, GError **error);

/* What the values of an input are that feeds no parameter: any that there are of @type. (transfer
 * full) */
FanfoldParam *fanfold_param_new_free (const char *id, FanfoldParamType type);

/* [any] */
const char *fanfold_param_get_id (FanfoldParam *self);
const char *fanfold_param_get_label (FanfoldParam *self);
const char *fanfold_param_get_gettext_domain (
    FanfoldParam *self); /* (nullable) where its words are translated */
const char *fanfold_param_get_help (FanfoldParam *self);    /* (nullable) */
const char *fanfold_param_get_unit (FanfoldParam *self);    /* (nullable) */
const char *fanfold_param_get_pattern (FanfoldParam *self); /* (nullable) */
const char *fanfold_param_get_initial (FanfoldParam *self); /* (nullable) the default, as text */
FanfoldParamType fanfold_param_get_param_type (FanfoldParam *self);
FanfoldParamFlags fanfold_param_get_flags (FanfoldParam *self);
guint fanfold_param_get_n_choices (FanfoldParam *self);
const char *fanfold_param_get_choice_id (FanfoldParam *self, guint position);
const char *fanfold_param_get_choice_label (FanfoldParam *self, guint position);

/* [any] False where the numbers have no limits; one of the two may be infinite. */
gboolean fanfold_param_get_limits (FanfoldParam *self, double *minimum, double *maximum);
double fanfold_param_get_step (FanfoldParam *self);

/* [any] What a value of it is: s for TEXT and CHOICE, b, x, d, ay (a bytestring with its NUL)
 * for FILE, FOLDER and COMMAND, and s (its text) for JSON. */
const GVariantType *fanfold_param_get_variant_type (FanfoldParam *self);

/* [any] The value that @text means, checked against type, limits, choices, pattern and REQUIRED.
 * Numbers are read with a point whatever the locale, an INT also as "1e6"; a BOOL is true, false,
 * yes, no, 1 or 0; a file need not exist. FANFOLD_ERROR_INVALID names the parameter, the text and
 * what is allowed. (transfer full), not floating */
GVariant *fanfold_param_parse (FanfoldParam *self, const char *text, GError **error);

/* [any] The value of a parameter that nothing feeds: its default, else the empty text, false or 0,
 * where that is allowed. FANFOLD_ERROR_INVALID: "a value is required" and the like. (transfer
 * full), not floating */
GVariant *fanfold_param_dup_default (FanfoldParam *self, GError **error);

/* [any] The same checks on a value of the right type. */
gboolean fanfold_param_check (FanfoldParam *self, GVariant *value, GError **error);

/* [any] The text that fanfold_param_parse () reads back as @value; a REAL in the shortest form,
 * without a needless ".0". Not always UTF-8 for files. (transfer full) */
char *fanfold_param_format (FanfoldParam *self, GVariant *value);

/* [any] @value as JSON: 1.0, "text", true, a path by fanfold_json_append_path (). */
void fanfold_param_append_json (FanfoldParam *self, GString *json, GVariant *value);

/* [any] The value that @node holds, by type; no limits are checked. NULL with FANFOLD_ERROR_INVALID
 * where the types do not fit. (transfer full), not floating */
GVariant *fanfold_param_from_json (FanfoldParam *self, JsonNode *node, GError **error);

G_END_DECLS
