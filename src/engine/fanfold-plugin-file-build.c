/* fanfold-plugin-file-build.c: what tells two builds of a plugin apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-plugin-file-private.h"
#include "fanfold-error.h"

#include <elf.h>
#include <link.h>

typedef struct
{
  guintptr address;
  GString *build;
} Search;

static gboolean
holds (const struct dl_phdr_info *object, guintptr address)
{
  for (guint i = 0; i < object->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *header = &object->dlpi_phdr[i];
      guintptr start = object->dlpi_addr + header->p_vaddr;

      if (header->p_type == PT_LOAD && address >= start && address - start < header->p_memsz)
        return TRUE;
    }

  return FALSE;
}

static gsize
pad (gsize size)
{
  return (size + 3) & ~(gsize) 3;
}

static void
read_notes (const guint8 *notes, gsize size, GString *build)
{
  while (size >= sizeof (ElfW (Nhdr)) && build->len == 0)
    {
      ElfW (Nhdr) note;
      gsize length;

      memcpy (&note, notes, sizeof note);
      length = sizeof note + pad (note.n_namesz) + pad (note.n_descsz);
      if (length > size)
        return;

      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
          memcmp (notes + sizeof note, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0)
        for (gsize i = 0; i < note.n_descsz; i++)
          g_string_append_printf (build, "%02x", notes[sizeof note + pad (note.n_namesz) + i]);

      notes += length;
      size -= length;
    }
}

static int
visit_object (struct dl_phdr_info *object, size_t size, void *data)
{
  Search *search = data;

  if (!holds (object, search->address))
    return 0;

  for (guint i = 0; i < object->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *header = &object->dlpi_phdr[i];

      if (header->p_type == PT_NOTE)
        read_notes (
            (const guint8 *) (object->dlpi_addr + header->p_vaddr), header->p_memsz, search->build);
    }

  return 1;
}

static char *
digest_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GError) local = NULL;

  file = g_mapped_file_new (path, FALSE, &local);
  if (file == NULL)
    {
      g_set_error (
          error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, "It cannot be read: %s.", local->message);
      return NULL;
    }

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                      (const guchar *) g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file));
}

char *
fanfold_plugin_file_dup_build (const char *path, const FanfoldPluginDesc *desc, GError **error)
{
  g_autoptr (GString) build = g_string_new (NULL);
  Search search = { (guintptr) desc, build };

  dl_iterate_phdr (visit_object, &search);
  if (build->len > 0)
    return g_strdup (build->str);

  return digest_file (path, error);
}
