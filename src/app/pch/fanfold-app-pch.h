/* fanfold-app-pch.h: what most files of the window include, to be precompiled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <adwaita.h>
