/* burn.h: work of a known size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>

/* A chain that no compiler shortens. */
static inline uint64_t
burn (uint64_t n_steps)
{
  uint64_t value = 88172645463325252ull;

  for (uint64_t i = 0; i < n_steps; i++)
    {
      value ^= value << 13;
      value ^= value >> 7;
      value ^= value << 17;
    }

  return value;
}
