/* old-major.c: of another major version of the ABI
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>

const FanfoldPluginDesc fanfold_plugin = { .abi = FANFOLD_ABI - (1 << 16),
                                           .id = "old_major",
                                           .label = "Old major" };
