/* fanfold-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"

G_DEFINE_QUARK (fanfold - error - quark, fanfold_error)
