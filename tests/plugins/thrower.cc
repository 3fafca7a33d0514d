/* thrower.cc: a plugin in C++ that lets an exception out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>

#include <stdexcept>

/* thrower.run (n INT): throws where n is 3. */
static FanfoldStatus
run (FanfoldCall *call)
{
  if (call->get_int (call, "n") == 3)
    throw std::runtime_error ("nobody catches this");

  return FANFOLD_OK;
}

static const FanfoldParamDesc params[] = { { .id = "n", .label = "N", .type = FANFOLD_INT }, {} };
static const FanfoldFunctionDesc functions[] = {
  { .id = "run", .label = "Run", .params = params, .run = run },
  {},
};

FANFOLD_PLUGIN (.id = "thrower", .label = "Thrower", .functions = functions);
