/* fanfold-compress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-compress.h"

#include "fanfold-new-file.h"

#include <gio/gio.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <sys/stat.h>

#define CHUNK_BYTES (256 * 1024)

#define ATTRIBUTES "standard::name,standard::type,standard::size,time::modified,unix::mode"

const FanfoldParamDesc fanfold_compress_params[] = {
  { .id = "file",
    .label = N_ ("File"),
    .help = N_ ("The file to compress. It stays as it is."),
    .type = FANFOLD_FILE,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH | FANFOLD_PARAM_COST },
  { .id = "level",
    .label = N_ ("Level"),
    .help = N_ ("1 is the quickest, 9 gives the smallest file."),
    .initial = "6",
    .minimum = 1,
    .maximum = 9,
    .step = 1,
    .type = FANFOLD_INT },
  { .id = "overwrite",
    .label = N_ ("Overwrite"),
    .help = N_ ("Replace a compressed file that is there already."),
    .initial = "false",
    .type = FANFOLD_BOOL },
  { 0 },
};

const FanfoldOutputDesc fanfold_compress_outputs[] = {
  { .id = "output",
    .label = N_ ("Output"),
    .help = N_ ("The compressed file, beside the one it was made from."),
    .type = FANFOLD_FILE },
  { .id = "ratio",
    .label = N_ ("Ratio"),
    .help = N_ ("The size of the compressed file as a share of the size it had before."),
    .type = FANFOLD_REAL },
  { 0 },
};

static FanfoldStatus
copy (FanfoldCall *call, GInputStream *in, goffset size, GOutputStream *out)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gint64 done = 0;
  gssize n;

  while ((n = g_input_stream_read (in, chunk, CHUNK_BYTES, NULL, &error)) > 0)
    {
      if (!g_output_stream_write_all (out, chunk, (gsize) n, NULL, NULL, &error))
        return call->fail (call, error->message);
      done += n;
      if (!call->progress (call, size > 0 ? MIN (1.0, (double) done / (double) size) : -1, NULL))
        return FANFOLD_CANCELLED;
    }

  if (n < 0 || !g_output_stream_close (out, NULL, &error))
    return call->fail (call, error->message);

  return FANFOLD_OK;
}

/* Writes the compressed content to @fd, which stays open. */
static FanfoldStatus
compress (FanfoldCall *call, GFile *file, GFileInfo *info, int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, &error);
  g_autoptr (GOutputStream) plain = g_unix_output_stream_new (fd, FALSE);
  g_autoptr (GOutputStream) out = NULL;
  g_autoptr (GZlibCompressor) compressor = NULL;
  int level = (int) call->get_int (call, "level");

  if (in == NULL)
    return call->fail (call, error->message);

  compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, level);
  g_zlib_compressor_set_file_info (compressor, info);
  out = g_converter_output_stream_new (plain, G_CONVERTER (compressor));

  return copy (call, G_INPUT_STREAM (in), g_file_info_get_size (info), out);
}

static FanfoldStatus
finish (FanfoldCall *call, FanfoldNewFile *file, GFileInfo *info)
{
  goffset size = g_file_info_get_size (info);
  g_autoptr (GError) error = NULL;
  struct stat result;

  /* Where the file system has no modes, the file is good all the same. */
  fchmod (file->fd, g_file_info_get_attribute_uint32 (info, "unix::mode") & 0777);

  if (!fanfold_new_file_finish (file, call->get_bool (call, "overwrite"), &error))
    return call->fail (call, error->message);

  call->put_text (call, "output", file->path);
  if (size > 0 && fstat (file->fd, &result) == 0)
    call->put_real (call, "ratio", (double) result.st_size / (double) size);
  return FANFOLD_OK;
}

FanfoldStatus
fanfold_compress_run (FanfoldCall *call)
{
  const char *path = call->get_text (call, "file");
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *output = g_strconcat (path, ".gz", NULL);
  g_auto (FanfoldNewFile) made = FANFOLD_NEW_FILE_INIT;
  FanfoldStatus status;

  info = g_file_query_info (file, ATTRIBUTES, 0, NULL, &error);
  if (info == NULL)
    return call->fail (call, error->message);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return call->fail (call, "This is not a regular file.");

  if (!call->get_bool (call, "overwrite") && g_file_test (output, G_FILE_TEST_EXISTS))
    fanfold_new_file_set_exists (output, &error);
  else
    fanfold_new_file_begin (&made, output, 0600, &error);
  if (error != NULL)
    return call->fail (call, error->message);

  status = compress (call, file, info, made.fd);
  return status == FANFOLD_OK ? finish (call, &made, info) : status;
}
