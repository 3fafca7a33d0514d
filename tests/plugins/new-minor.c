/* new-minor.c: of a newer minor version of the ABI
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>

const FanfoldPluginDesc fanfold_plugin = { .abi = FANFOLD_ABI + 1,
                                           .id = "new_minor",
                                           .label = "New minor" };
