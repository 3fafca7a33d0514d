/* A plugin in C++, where compound literals are not to be had. */
#include <fanfold.h>

static FanfoldStatus
square (FanfoldCall *call)
{
  double x = call->get_real (call, "x");
  call->put_real (call, "square", x * x);
  return FANFOLD_OK;
}

static const FanfoldParamDesc params[] = { { .id = "x", .label = "X", .type = FANFOLD_REAL }, {} };
static const FanfoldOutputDesc outputs[] = {
  { .id = "square", .label = "Square", .type = FANFOLD_REAL },
  {},
};
static const FanfoldFunctionDesc functions[] = {
  { .id = "square", .label = "Square", .params = params, .outputs = outputs, .run = square },
  {},
};

FANFOLD_PLUGIN (.id = "example", .label = "Example", .functions = functions);
