/* The smallest plugin, as authors are shown it. */
#include <fanfold.h>

static FanfoldStatus
square (FanfoldCall *call)
{
  double x = call->get_real (call, "x");
  call->put_real (call, "square", x * x);
  return FANFOLD_OK;
}

/* clang-format off */
FANFOLD_PLUGIN (.id = "example", .label = "Example",
  .functions = (const FanfoldFunctionDesc[]) {
    { .id = "square", .label = "Square", .run = square, .cache_version = 1,
      .flags = FANFOLD_CHEAP, .isolation = FANFOLD_THREAD_SAFE,
      .params = (const FanfoldParamDesc[]) { { .id = "x", .label = "X", .type = FANFOLD_REAL }, { 0 } },
      .outputs = (const FanfoldOutputDesc[]) { { .id = "square", .label = "Square", .type = FANFOLD_REAL }, { 0 } } },
    { 0 } });
