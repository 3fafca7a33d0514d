/* fanfold-template-part.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-template-part.h"

#include <string.h>

/* What follows a name or a number, in the order of FanfoldTemplateAspect. */
static const char *const ends[FANFOLD_TEMPLATE_N_ASPECTS] = { "}", ".}", "/}", "//}", "/.}" };

/* The length of the end of a replacement string at @text; 0: there is none. */
static gsize
read_end (const char *text, FanfoldTemplateAspect *aspect)
{
  for (guint i = 0; i < FANFOLD_TEMPLATE_N_ASPECTS; i++)
    {
      if (!g_str_has_prefix (text, ends[i]))
        continue;

      *aspect = (FanfoldTemplateAspect) i;
      return strlen (ends[i]);
    }

  return 0;
}

/* The longest name that fits: one may hold a brace, or end as another with ".". */
static gboolean
read_name (FanfoldTemplatePart *part, const char *text, const char *const *names, guint n_names)
{
  for (guint i = 0; i < n_names; i++)
    {
      FanfoldTemplateAspect aspect = FANFOLD_TEMPLATE_WHOLE;
      gsize length = strlen (names[i]);
      gsize end;

      if (length == 0 || strncmp (text + 1, names[i], length) != 0)
        continue;

      end = read_end (text + 1 + length, &aspect);
      length += 1 + end;
      if (end == 0 || length < part->length ||
          (length == part->length && aspect != FANFOLD_TEMPLATE_WHOLE))
        continue;

      part->kind = FANFOLD_TEMPLATE_PART_NAMED;
      part->aspect = aspect;
      part->name = i;
      part->length = length;
    }

  return part->kind == FANFOLD_TEMPLATE_PART_NAMED;
}

static gboolean
read_number (FanfoldTemplatePart *part, const char *text)
{
  const char *digits = text + 1 + (text[1] == '-' ? 1 : 0);
  const char *rest = digits;
  gsize end;

  while (g_ascii_isdigit (*rest))
    rest++;

  end = read_end (rest, &part->aspect);
  if (rest == digits || end == 0)
    return FALSE;

  part->kind = FANFOLD_TEMPLATE_PART_NUMBER;
  part->number = g_ascii_strtoll (text + 1, NULL, 10);
  part->length = (gsize) (rest - text) + end;

  return TRUE;
}

/* A word that could be the name of an input. */
static void
read_stray (FanfoldTemplatePart *part, const char *text)
{
  const char *rest = text + 1;
  gsize end;

  if (!g_ascii_isalpha (*rest) && *rest != '_')
    return;
  while (g_ascii_isalnum (*rest) || *rest == '_' || *rest == '-')
    rest++;

  end = read_end (rest, &part->aspect);
  if (end == 0)
    return;

  part->kind = FANFOLD_TEMPLATE_PART_STRAY;
  part->length = (gsize) (rest - text) + end;
}

FanfoldTemplatePart
fanfold_template_part_read (const char *text, const char *const *names, guint n_names)
{
  FanfoldTemplatePart part = { .kind = FANFOLD_TEMPLATE_PART_NONE };
  gsize end;

  g_return_val_if_fail (text != NULL && *text == '{', part);

  end = read_end (text + 1, &part.aspect);
  if (end > 0)
    {
      part.kind = FANFOLD_TEMPLATE_PART_ALL;
      part.length = 1 + end;
    }
  else if (g_str_has_prefix (text, "{#}") || g_str_has_prefix (text, "{%}"))
    {
      part.kind = text[1] == '#' ? FANFOLD_TEMPLATE_PART_INDEX : FANFOLD_TEMPLATE_PART_SLOT;
      part.length = 3;
    }
  else if (!read_name (&part, text, names, n_names) && !read_number (&part, text))
    {
      if (text[1] == '=' && strstr (text + 2, "=}") != NULL)
        part.kind = FANFOLD_TEMPLATE_PART_PERL;
      else
        read_stray (&part, text);
    }

  return part;
}

/* As dirname () of the C library, which writes into what it is given. */
static gsize
cut_folder (const char **value, gsize length)
{
  const char *text = *value;

  while (length > 1 && text[length - 1] == '/')
    length--;
  while (length > 0 && text[length - 1] != '/')
    length--;
  if (length == 0)
    {
      *value = ".";
      return 1;
    }

  while (length > 1 && text[length - 1] == '/')
    length--;

  return length;
}

static gsize
cut_name (const char **value, gsize length)
{
  const char *slash = strrchr (*value, '/');

  if (slash == NULL)
    return length;

  length -= (gsize) (slash + 1 - *value);
  *value = slash + 1;

  return length;
}

static gsize
cut_stem (const char *value, gsize length)
{
  for (gsize i = length; i > 0 && value[i - 1] != '/'; i--)
    {
      if (value[i - 1] == '.')
        return i - 1;
    }

  return length;
}

const char *
fanfold_template_part_cut (FanfoldTemplateAspect aspect, const char *value, gsize *length)
{
  g_return_val_if_fail (value != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  *length = strlen (value);
  switch (aspect)
    {
    case FANFOLD_TEMPLATE_STEM:
      *length = cut_stem (value, *length);
      break;

    case FANFOLD_TEMPLATE_NAME:
      *length = cut_name (&value, *length);
      break;

    case FANFOLD_TEMPLATE_FOLDER:
      *length = cut_folder (&value, *length);
      break;

    case FANFOLD_TEMPLATE_NAME_STEM:
      *length = cut_name (&value, *length);
      *length = cut_stem (value, *length);
      break;

    case FANFOLD_TEMPLATE_WHOLE:
    case FANFOLD_TEMPLATE_N_ASPECTS:
    default:
      break;
    }

  return value;
}
