/* fanfold-source-private.h: what the parts of fanfold-source.h share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-source.h"

#define FANFOLD_SOURCE_SPACING_TYPE "(usss)" /* FanfoldSpacingKind, texts */
