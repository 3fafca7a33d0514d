/* fanfold-engine-pch.h: what most files of the engine include, to be precompiled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
