/* fanfold-describe.h: the mode in which a worker describes one plugin and ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Loads the plugin at @path and writes one line to standard output: its description as the text of
 * an a{sv}, or one with "error" alone. Does not return where loading it ends the process. Gives the
 * exit status. */
int fanfold_describe_main (const char *path);
