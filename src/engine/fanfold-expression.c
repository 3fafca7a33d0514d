/* fanfold-expression.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-expression.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_VALUE 1e6

typedef enum
{
  TOKEN_NUMBER,
  TOKEN_MINUS,
  TOKEN_PLUS,
  TOKEN_TIMES,
  TOKEN_DIVIDE,
  TOKEN_FLOOR,
  TOKEN_MODULO,
  TOKEN_POWER,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_END,
  TOKEN_UNKNOWN
} TokenKind;

typedef struct
{
  TokenKind kind;
  const char *start;
  gsize length;
  double value; /* of a number */
} Token;

/* What is wrong with the form outweighs what is wrong with a value. */
typedef struct
{
  const char *text;
  guint n_jobs;
  Token token; /* the one that comes next */
  GError *form_error;
  GError *value_error;
} Parser;

static double parse_sum (Parser *self);

static void fail (Parser *self, GError **error, const char *at, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* The first one counts. @at: the place to blame. */
static void
fail (Parser *self, GError **error, const char *at, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (*error != NULL)
    return;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("column %ld: %s"),
               g_utf8_strlen (self->text, at - self->text) + 1,
               message);
}

static gsize
skip_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* "1", "1.5", ".5", "5.", "1e6"; 0: none */
static gsize
measure_number (const char *text)
{
  gsize whole = skip_digits (text);
  gsize fraction = text[whole] == '.' ? skip_digits (text + whole + 1) : 0;
  gsize length = whole + (text[whole] == '.' ? 1 + fraction : 0);
  gsize sign, exponent;

  if (whole + fraction == 0)
    return 0;
  if (text[length] != 'e' && text[length] != 'E')
    return length;

  sign = text[length + 1] == '-' || text[length + 1] == '+' ? 1 : 0;
  exponent = skip_digits (text + length + 1 + sign);

  return exponent > 0 ? length + 1 + sign + exponent : length;
}

static gsize
measure_word (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalnum (text[length]) || text[length] == '_')
    length++;

  return length > 0 ? length : (gsize) (g_utf8_next_char (text) - text);
}

/* At a character that is neither digit nor letter. */
static Token
read_sign (const char *at)
{
  static const struct
  {
    const char *text;
    TokenKind kind;
  } signs[] = {
    { "**", TOKEN_POWER }, { "//", TOKEN_FLOOR }, { "*", TOKEN_TIMES },
    { "/", TOKEN_DIVIDE }, { "%", TOKEN_MODULO }, { "+", TOKEN_PLUS },
    { "-", TOKEN_MINUS },  { "(", TOKEN_OPEN },   { ")", TOKEN_CLOSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (at, signs[i].text))
      return (Token){ signs[i].kind, at, strlen (signs[i].text), 0 };

  return (Token){ TOKEN_UNKNOWN, at, measure_word (at), 0 };
}

static void
advance (Parser *self)
{
  const char *at = self->token.start + self->token.length;
  gsize length;

  while (*at == ' ' || *at == '\t')
    at++;

  length = measure_number (at);
  if (*at == '\0')
    self->token = (Token){ TOKEN_END, at, 0, 0 };
  else if (length > 0)
    self->token = (Token){ TOKEN_NUMBER, at, length, g_ascii_strtod (at, NULL) };
  else if (measure_word (at) == strlen ("n_jobs") && g_str_has_prefix (at, "n_jobs"))
    self->token = (Token){ TOKEN_NUMBER, at, strlen ("n_jobs"), self->n_jobs };
  else
    self->token = read_sign (at);
}

/* What stands at the token, as a message says it. (transfer full) */
static char *
describe_token (const Token *token)
{
  if (token->kind == TOKEN_END)
    return g_strdup (_ ("the end"));
  if (g_unichar_iscntrl (g_utf8_get_char (token->start)))
    return g_strdup_printf ("U+%04X", g_utf8_get_char (token->start));

  return g_strdup_printf ("“%.*s”", (int) token->length, token->start);
}

static void
fail_form (Parser *self, const char *wanted)
{
  const Token *token = &self->token;
  g_autofree char *found = describe_token (token);

  if (token->kind == TOKEN_UNKNOWN)
    fail (self, &self->form_error, token->start, _ ("%s is not known"), found);
  else
    fail (self, &self->form_error, token->start, _ ("%s stands where %s"), found, wanted);
}

/* @value, where it is one to go on with; @at: what made it. */
static double
check_value (Parser *self, const Token *at, double value)
{
  g_autofree char *found = describe_token (at);

  if (fabs (value) <= MAX_VALUE)
    return value;

  if (isnan (value))
    fail (self, &self->value_error, at->start, _ ("%s has no value that is a real number"), found);
  else
    fail (self, &self->value_error, at->start, _ ("%s makes a value beyond 1000000"), found);

  return 0;
}

/* Python's: the remainder has the divisor's sign. */
static double
modulo (double left, double right)
{
  double rest = fmod (left, right);

  return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
}

static double
apply (Parser *self, const Token *sign, double left, double right)
{
  gboolean divides =
      sign->kind == TOKEN_DIVIDE || sign->kind == TOKEN_FLOOR || sign->kind == TOKEN_MODULO;

  if (self->value_error != NULL)
    return 0;
  if ((divides && right == 0) || (sign->kind == TOKEN_POWER && left == 0 && right < 0))
    {
      fail (self,
            &self->value_error,
            sign->start,
            _ ("“%.*s” divides by zero"),
            (int) sign->length,
            sign->start);
      return 0;
    }

  if (sign->kind == TOKEN_PLUS)
    return check_value (self, sign, left + right);
  if (sign->kind == TOKEN_MINUS)
    return check_value (self, sign, left - right);
  if (sign->kind == TOKEN_TIMES)
    return check_value (self, sign, left * right);
  if (sign->kind == TOKEN_DIVIDE)
    return check_value (self, sign, left / right);
  if (sign->kind == TOKEN_FLOOR)
    return check_value (self, sign, round ((left - modulo (left, right)) / right));
  if (sign->kind == TOKEN_MODULO)
    return check_value (self, sign, modulo (left, right));

  return check_value (self, sign, pow (left, right));
}

static double
parse_atom (Parser *self)
{
  Token token = self->token;
  double value;

  if (token.kind == TOKEN_NUMBER)
    {
      advance (self);
      return check_value (self, &token, token.value);
    }
  if (token.kind != TOKEN_OPEN)
    {
      fail_form (self, _ ("a number, n_jobs or “(” is expected"));
      return 0;
    }

  advance (self);
  value = parse_sum (self);
  if (self->token.kind == TOKEN_CLOSE)
    advance (self);
  else
    fail_form (self, _ ("an operator or “)” is expected"));

  return value;
}

/* A minus binds looser than the power on its right: -2**2 is -4, and 2**-1 is 0.5. */
static double
parse_factor (Parser *self)
{
  Token sign = self->token;
  double base;

  if (sign.kind == TOKEN_MINUS)
    {
      advance (self);
      return -parse_factor (self);
    }

  base = parse_atom (self);
  sign = self->token;
  if (sign.kind != TOKEN_POWER || self->form_error != NULL)
    return base;

  advance (self);

  return apply (self, &sign, base, parse_factor (self));
}

static double
parse_product (Parser *self)
{
  double value = parse_factor (self);

  while (self->form_error == NULL && self->token.kind >= TOKEN_TIMES &&
         self->token.kind <= TOKEN_MODULO)
    {
      Token sign = self->token;

      advance (self);
      value = apply (self, &sign, value, parse_factor (self));
    }

  return value;
}

static double
parse_sum (Parser *self)
{
  double value = parse_product (self);

  while (self->form_error == NULL &&
         (self->token.kind == TOKEN_PLUS || self->token.kind == TOKEN_MINUS))
    {
      Token sign = self->token;

      advance (self);
      value = apply (self, &sign, value, parse_product (self));
    }

  return value;
}

static gboolean
check_text (const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("column 1: it is not UTF-8"));
      return FALSE;
    }
  if (text[strspn (text, " \t")] == '\0')
    {
      g_set_error_literal (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("column 1: it is empty"));
      return FALSE;
    }
  if (g_utf8_strlen (text, -1) > FANFOLD_EXPRESSION_MAX_LENGTH)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("column %d: it is longer than %d characters, which is the most"),
                   FANFOLD_EXPRESSION_MAX_LENGTH + 1,
                   FANFOLD_EXPRESSION_MAX_LENGTH);
      return FALSE;
    }

  return TRUE;
}

static double
parse (Parser *self)
{
  double value;

  self->token = (Token){ TOKEN_END, self->text, 0, 0 };
  advance (self);
  value = parse_sum (self);
  if (self->form_error == NULL && self->token.kind != TOKEN_END)
    fail_form (self, _ ("an operator or the end is expected"));

  return value;
}

gboolean
fanfold_expression_evaluate (const char *text, guint n_jobs, double *value, GError **error)
{
  g_autoptr (GError) value_error = NULL;
  Parser parser = { .text = text, .n_jobs = n_jobs };
  double result;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!check_text (text, error))
    return FALSE;

  result = parse (&parser);
  value_error = g_steal_pointer (&parser.value_error);
  if (parser.form_error != NULL)
    {
      g_propagate_error (error, parser.form_error);
      return FALSE;
    }
  if (value_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&value_error));
      return FALSE;
    }

  *value = result;
  return TRUE;
}

gboolean
fanfold_expression_check (const char *text, GError **error)
{
  Parser parser = { .text = text, .n_jobs = 1 };

  g_return_val_if_fail (text != NULL, FALSE);

  if (!check_text (text, error))
    return FALSE;

  parse (&parser);
  g_clear_error (&parser.value_error);
  if (parser.form_error == NULL)
    return TRUE;

  g_propagate_error (error, parser.form_error);
  return FALSE;
}
