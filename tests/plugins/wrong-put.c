/* wrong-put.c: breaks the rules of outputs and parameters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

/* wrong_put.put (how CHOICE; outputs number INT, text TEXT, real REAL): undeclared, type (a text
 * into number), both (put and result), nothing, twice (number 1, then 2), nan (into real), utf8
 * (bytes that are no UTF-8 into text), null (NULL into text), param (asks for a parameter that is
 * not declared), param-type (asks for how as an INT), status (gives 42), fail-null (fails without
 * words). */
static FanfoldStatus
put (FanfoldCall *call)
{
  const char *how = call->get_text (call, "how");

  if (strcmp (how, "undeclared") == 0)
    call->put_int (call, "missing", 1);
  else if (strcmp (how, "type") == 0)
    call->put_text (call, "number", "one");
  else if (strcmp (how, "both") == 0)
    {
      call->put_int (call, "number", 1);
      call->result (call, "1");
    }
  else if (strcmp (how, "twice") == 0)
    {
      call->put_int (call, "number", 1);
      call->put_int (call, "number", 2);
    }
  else if (strcmp (how, "nan") == 0)
    call->put_real (call, "real", nan (""));
  else if (strcmp (how, "utf8") == 0)
    call->put_text (call, "text", "\xff\xfe");
  else if (strcmp (how, "null") == 0)
    call->put_text (call, "text", NULL);
  else if (strcmp (how, "param") == 0)
    call->get_int (call, "missing");
  else if (strcmp (how, "param-type") == 0)
    call->get_int (call, "how");
  else if (strcmp (how, "status") == 0)
    return 42;
  else if (strcmp (how, "fail-null") == 0)
    return call->fail (call, NULL);

  return FANFOLD_OK;
}

static const FanfoldChoiceDesc ways[] = {
  { "undeclared", "Undeclared" },
  { "type", "Type" },
  { "both", "Both" },
  { "nothing", "Nothing" },
  { "twice", "Twice" },
  { "nan", "NaN" },
  { "utf8", "UTF-8" },
  { "null", "NULL" },
  { "param", "Parameter" },
  { "param-type", "Type of a parameter" },
  { "status", "Status" },
  { "fail-null", "Fail without words" },
  { NULL, NULL },
};

FANFOLD_PLUGIN (.id = "wrong_put",
                .label = "Wrong put",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "put",
                      .label = "Put",
                      .run = put,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "how",
                                                              .label = "How",
                                                              .initial = "nothing",
                                                              .choices = ways,
                                                              .type = FANFOLD_CHOICE,
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } },
                      .outputs =
                          (const FanfoldOutputDesc[]){
                              { .id = "number", .label = "Number", .type = FANFOLD_INT },
                              { .id = "text", .label = "Text", .type = FANFOLD_TEXT },
                              { .id = "real", .label = "Real", .type = FANFOLD_REAL },
                              { 0 } } },
                    { 0 } });
