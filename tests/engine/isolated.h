/* isolated.h: for tests with folders of their own (G_TEST_OPTION_ISOLATE_DIRS)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

const char *__asan_default_options (void);

/* GLib drops the folders that it knew. The suppressions tell that from our own leaks by who called
 * GLib, which keeps no frame pointers: only the slow unwinder finds it. */
const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0:malloc_context_size=8";
}
