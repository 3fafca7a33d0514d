/* fanfold-wire-preamble.h: the first line on a wire, as this machine writes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-wire.h"

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define FANFOLD_WIRE_GREETING FANFOLD_WIRE_PREAMBLE "l\n"
#else
#define FANFOLD_WIRE_GREETING FANFOLD_WIRE_PREAMBLE "B\n"
#endif
