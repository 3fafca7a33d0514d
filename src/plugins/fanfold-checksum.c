/* fanfold-checksum.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-checksum.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#define CHUNK_BYTES (256 * 1024)

static const struct
{
  const char *id;
  GChecksumType type;
} algorithms[] = {
  { "md5", G_CHECKSUM_MD5 },       { "sha1", G_CHECKSUM_SHA1 },     { "sha256", G_CHECKSUM_SHA256 },
  { "sha384", G_CHECKSUM_SHA384 }, { "sha512", G_CHECKSUM_SHA512 },
};

static const FanfoldChoiceDesc algorithm_choices[] = {
  { "md5", "MD5" },        { "sha1", "SHA-1" },     { "sha256", "SHA-256" },
  { "sha384", "SHA-384" }, { "sha512", "SHA-512" }, { NULL, NULL },
};

const FanfoldParamDesc fanfold_checksum_params[] = {
  { .id = "file",
    .label = N_ ("File"),
    .help = N_ ("The file to read."),
    .type = FANFOLD_FILE,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH | FANFOLD_PARAM_COST },
  { .id = "algorithm",
    .label = N_ ("Algorithm"),
    .help = N_ ("How the digest is computed. MD5 and SHA-1 find damage, but do not withstand an "
                "attack."),
    .initial = "sha256",
    .choices = algorithm_choices,
    .type = FANFOLD_CHOICE },
  { 0 },
};

const FanfoldOutputDesc fanfold_checksum_outputs[] = {
  { .id = "digest",
    .label = N_ ("Digest"),
    .help = N_ ("The digest in hexadecimal digits, as sha256sum and its kin print it."),
    .type = FANFOLD_TEXT },
  { .id = "size",
    .label = N_ ("Size"),
    .help = N_ ("How much was read."),
    .unit = "B",
    .type = FANFOLD_INT },
  { 0 },
};

static GChecksumType
find_algorithm (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_str_equal (algorithms[i].id, id))
      return algorithms[i].type;

  return G_CHECKSUM_SHA256;
}

static FanfoldStatus
fail (FanfoldCall *call, const GError *error)
{
  return call->fail (call, error->message);
}

/* Feeds the whole file to @checksum; @size is what it is said to have. */
static FanfoldStatus
read_file (FanfoldCall *call, GInputStream *stream, goffset size, GChecksum *checksum)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  g_autofree char *line = NULL;
  gint64 done = 0;
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, CHUNK_BYTES, NULL, &error)) > 0)
    {
      g_checksum_update (checksum, chunk, n);
      done += n;
      if (!call->progress (call, size > 0 ? MIN (1.0, (double) done / (double) size) : -1, NULL))
        return FANFOLD_CANCELLED;
    }

  if (n < 0)
    return fail (call, error);

  line = g_strdup_printf ("Read %" G_GINT64_FORMAT " bytes", done);
  call->log (call, FANFOLD_LEVEL_INFO, line);
  call->put_int (call, "size", done);
  call->put_text (call, "digest", g_checksum_get_string (checksum));
  return FANFOLD_OK;
}

FanfoldStatus
fanfold_checksum_run (FanfoldCall *call)
{
  const char *path = call->get_text (call, "file");
  g_autoptr (GChecksum) checksum = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;

  info = g_file_query_info (file, "standard::type,standard::size", 0, NULL, &error);
  if (info == NULL)
    return fail (call, error);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return call->fail (call, "This is not a regular file.");

  stream = g_file_read (file, NULL, &error);
  if (stream == NULL)
    return fail (call, error);

  checksum = g_checksum_new (find_algorithm (call->get_text (call, "algorithm")));
  return read_file (call, G_INPUT_STREAM (stream), g_file_info_get_size (info), checksum);
}
