/* no-symbol.c: a shared object that is no plugin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
extern int fanfold_no_plugin;

int fanfold_no_plugin = 1;
