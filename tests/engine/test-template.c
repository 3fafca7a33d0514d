/* test-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-template.h"
#include "isolated.h"

#include <string.h>
#include <gio/gio.h>

static const FanfoldTemplateInput one[] = { { "file", FALSE } };
static const FanfoldTemplateInput two[] = { { "1", FALSE }, { "2", FALSE } };
/* The second is the same for every job. */
static const FanfoldTemplateInput named[] = {
  { "name", FALSE }, { "size", TRUE }, { "x.y", FALSE }, { "a b", FALSE }, { "x", FALSE },
};

static char *
fill (FanfoldTemplateForm form,
      const char *text,
      const FanfoldTemplateInput *inputs,
      guint n_inputs,
      const char *const *values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldTemplate) template =
      fanfold_template_new (text, form, inputs, n_inputs, &error);
  GString *filled = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_template_get_text (template), ==, text);
  fanfold_template_append (template, filled, values, 0);

  return g_string_free (filled, FALSE);
}

static char *
fill_one (FanfoldTemplateForm form, const char *text, const char *value)
{
  return fill (form, text, one, 1, &value);
}

/* What GNU parallel 20221122 prints for each. */
static void
test_aspects (void)
{
  /* {} {.} {/} {//} {/.} */
  static const char *const rows[][5] = {
    { "foo.jpg", "foo", "foo.jpg", ".", "foo" },
    { "subdir/foo.jpg", "subdir/foo", "foo.jpg", "subdir", "foo" },
    { "sub.dir/foo.jpg", "sub.dir/foo", "foo.jpg", "sub.dir", "foo" },
    { "sub.dir/bar", "sub.dir/bar", "bar", "sub.dir", "bar" },
    { ".bashrc", "", ".bashrc", ".", "" },
    { "a/.bashrc", "a/", ".bashrc", "a", "" },
    { "sub.dir/", "sub.dir/", "", ".", "" },
    { "dir/", "dir/", "", ".", "" },
    { "/", "/", "", "/", "" },
    { "/a", "/a", "a", "/", "a" },
    { "//a", "//a", "a", "/", "a" },
    { "a//b", "a//b", "b", "a", "b" },
    { "a/b//", "a/b//", "", "a", "" },
    { "////", "////", "", "/", "" },
    { "a.", "a", "a.", ".", "a" },
    { "a..", "a.", "a..", ".", "a." },
    { ".", "", ".", ".", "" },
    { "..", ".", "..", ".", "." },
    { "", "", "", ".", "" },
    { "archive.tar.gz", "archive.tar", "archive.tar.gz", ".", "archive.tar" },
    { "./a", "./a", "a", ".", "a" },
    { "a b.c d", "a b", "a b.c d", ".", "a b" },
    { " lead.ing ", " lead", " lead.ing ", ".", " lead" },
    { "-r.x", "-r", "-r.x", ".", "-r" },
    { "x{#y.z", "x{#y", "x{#y.z", ".", "x{#y" },
    { "ü/ö.ä", "ü/ö", "ö.ä", "ü", "ö" },
    { "tab\there.x", "tab\there", "tab\there.x", ".", "tab\there" },
  };
  static const char *const templates[] = { "{}", "{.}", "{/}", "{//}", "{/.}" };
  static const char *const numbered[] = { "{1}", "{1.}", "{1/}", "{1//}", "{1/.}" };
  static const char *const names[] = { "{file}", "{file.}", "{file/}", "{file//}", "{file/.}" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (templates); k++)
        {
          g_autofree char *all = fill_one (FANFOLD_TEMPLATE_TEXT, templates[k], rows[i][0]);
          g_autofree char *number = fill_one (FANFOLD_TEMPLATE_TEXT, numbered[k], rows[i][0]);
          g_autofree char *name = fill_one (FANFOLD_TEMPLATE_TEXT, names[k], rows[i][0]);

          g_assert_cmpstr (all, ==, rows[i][k]);
          g_assert_cmpstr (number, ==, rows[i][k]);
          g_assert_cmpstr (name, ==, rows[i][k]);
        }
    }
}

/* What GNU parallel prints for them with the inputs a/b.c and d/e.f; but {%} stays. */
static void
test_two (void)
{
  static const char *const values[] = { "a/b.c", "d/e.f" };
  static const char *const rows[][2] = {
    { "{}", "a/b.c d/e.f" },
    { "{.}", "a/b d/e" },
    { "{/}", "b.c e.f" },
    { "{//}", "a d" },
    { "{/.}", "b e" },
    { "{1}", "a/b.c" },
    { "{1.}", "a/b" },
    { "{2/}", "e.f" },
    { "{2//}", "d" },
    { "{1/.}", "b" },
    { "{-1}", "d/e.f" },
    { "{-2}", "a/b.c" },
    { "{-1.}", "d/e" },
    { "{-2/}", "b.c" },
    { "{01}", "a/b.c" },
    { "{1.}{2/}{1//}", "a/be.fa" },
    { "x{}y", "xa/b.c d/e.fy" },
    { "{}{}", "a/b.c d/e.fa/b.c d/e.f" },
    { "{1}}", "a/b.c}" },
    { "{{1}", "{a/b.c" },
    { "{{}}", "{a/b.c d/e.f}" },
    { "{ }", "{ }" },
    { "{.x}", "{.x}" },
    { "{+1}", "{+1}" },
    { "{..}", "{..}" },
    { "{1x}", "{1x}" },
    { "{1..}", "{1..}" },
    { "{#.}", "{#.}" },
    { "{##}", "{##}" },
    { "{/1}", "{/1}" },
    { "{", "{" },
    { "}{", "}{" },
    { "{#}", "1" },
    { "{%}", "{%}" },
    { "{1.}-{2/.}.jpg", "a/b-e.jpg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fill (FANFOLD_TEMPLATE_TEXT, rows[i][0], two, 2, values);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

static void
test_named (void)
{
  static const char *const values[] = { "a/b.c", "9.5", "d/e.f", "g/h.i", "j/k.l" };
  static const char *const rows[][2] = {
    { "{name}", "a/b.c" },    { "{name.}", "a/b" },       { "{name/}", "b.c" },
    { "{name//}", "a" },      { "{name/.}", "b" },        { "{x.y}", "d/e.f" },
    { "{x.y.}", "d/e" },      { "{a b/}", "h.i" },        { "{x.}", "j/k" },
    { "{size}", "9.5" },      { "{size.}", "9" },         { "{nam}", "{nam}" },
    { "{names}", "{names}" }, { "{name..}", "{name..}" }, { "{2}", "d/e.f" },
    { "{-1/}", "k.l" },       { "{4}", "j/k.l" },         { "{}", "a/b.c d/e.f g/h.i j/k.l" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text =
          fill (FANFOLD_TEMPLATE_TEXT, rows[i][0], named, G_N_ELEMENTS (named), values);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

/* The name of an input goes before a number. */
static void
test_numbers_as_names (void)
{
  static const FanfoldTemplateInput swapped[] = { { "2", FALSE }, { "1", FALSE }, { "#", FALSE } };
  static const char *const values[] = { "b", "a", "c" };
  g_autofree char *text = fill (FANFOLD_TEMPLATE_TEXT, "{1} {2} {3} {-1} {#}", swapped, 3, values);

  g_assert_cmpstr (text, ==, "a b c c 1");
}

static void
test_uses (void)
{
  static const struct
  {
    const char *text;
    gboolean used[G_N_ELEMENTS (named)];
    gboolean has_slot;
  } rows[] = {
    { "plain {#}", { FALSE }, FALSE },
    { "{}", { TRUE, FALSE, TRUE, TRUE, TRUE }, FALSE },
    { "{//}", { TRUE, FALSE, TRUE, TRUE, TRUE }, FALSE },
    { "{size.}{%}", { FALSE, TRUE }, TRUE },
    { "{-1}{1/}", { TRUE, FALSE, FALSE, FALSE, TRUE }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (FanfoldTemplate) template = fanfold_template_new (
          rows[i].text, FANFOLD_TEMPLATE_TEXT, named, G_N_ELEMENTS (named), NULL);

      for (guint k = 0; k < G_N_ELEMENTS (named); k++)
        g_assert_cmpint (fanfold_template_uses (template, k), ==, rows[i].used[k]);
      g_assert_cmpint (fanfold_template_has_slot (template), ==, rows[i].has_slot);
    }
}

static void
test_index (void)
{
  g_autoptr (FanfoldTemplate) template =
      fanfold_template_new ("{#}:{file} >{#}>x", FANFOLD_TEMPLATE_COMMAND, one, 1, NULL);
  g_autoptr (GString) text = g_string_new ("> ");
  const char *value = "it's";

  fanfold_template_append (template, text, &value, G_MAXUINT32);
  g_assert_cmpstr (text->str, ==, "> 4294967296:'it'\\''s' >'4294967296'>x");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *words;
    gboolean command; /* only */
  } rows[] = {
    { "echo {2}", "character 6: there is no input for {2}", FALSE },
    { "é {0}", "character 3: ", FALSE },
    { "{-2.}", "character 1: there is no input for {-2.}, as there is 1 to count", FALSE },
    { "{99999999999999999999}", "there is no input", FALSE },
    { "x {= $_ =}", "character 3: Perl expressions", FALSE },
    { "{=1 $_=1 =}", "Perl expressions", FALSE },
    { "echo 'a {}", "character 6: the quote ' is not closed", TRUE },
    { "echo {} \"a'", "character 9: the quote \" is not closed", TRUE },
    { "echo \"$(echo 'a)\"", "the quote ' is not closed", TRUE },
    { "echo $(( {} + 1 ))", "{} stands in ((…))", TRUE },
    { "echo $[ {} ]", "in $[…]", TRUE },
    { "(( {} ))", "in ((…))", TRUE },
    { "echo ${x:-{}}", "in ${…}", TRUE },
    { "echo `ls {}`", "in `…`", TRUE },
    { "echo \"`ls {}`\"", "in `…`", TRUE },
    { "echo $'{}'", "in $'…'", TRUE },
    { "ls # {}", "in a comment", TRUE },
    { "ls;# {}", "in a comment", TRUE },
    { "cat <<EOF\nit's {}\nEOF", "in a here-document", TRUE },
    { "echo \"$(case x in a) echo {};; esac)\"", "after a “case” in $(…)", TRUE },
    { "echo \"${x#'}'}\" {}", "after a quote in ${…}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldTemplate) template =
          fanfold_template_new (rows[i].text, FANFOLD_TEMPLATE_COMMAND, one, 1, &error);

      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_null (template);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].words));

      template = fanfold_template_new (rows[i].text, FANFOLD_TEMPLATE_TEXT, one, 1, NULL);
      g_assert_cmpint (template != NULL, ==, rows[i].command);
    }
}

static void
test_nothing_to_count (void)
{
  static const FanfoldTemplateInput constant[] = { { "size", TRUE } };
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_template_new ("a {/}", FANFOLD_TEMPLATE_TEXT, constant, 1, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "character 3: there is no input to fill in for {/}"));
  g_clear_error (&error);

  g_assert_null (fanfold_template_new ("{1}", FANFOLD_TEMPLATE_TEXT, NULL, 0, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
}

static const char *const awkward[] = {
  "",      "a",     "a b",    " ",     "it's",     "\"",       "'",    "\\",  "a\\",
  "$HOME", "`ls`",  "$(ls)",  "a\nb",  "\n",       "\t",       "-rf",  "--",  "#",
  "~",     "*.jpg", "[a]",    "a;b",   "a|b",      "a&b",      "<a",   ">a",  "(a)",
  "{a,b}", "{}",    "!x",     "!!",    "\xff\xfe", "ü",        "A=b",  "''",  "\"\"",
  "\\n",   "'\\''", "a\"b'c", "\r",    "%",        "}",        "a{",   "{%}", "2",
  "\x01",  "$",     "\\\\",   "a'b\\", "^",        "@:,./+-_", "\x7f", "=",   "`",
};

/* @words are what a shell makes of it, with V for the value. */
static const struct
{
  const char *text;
  const char *const words[4];
} commands[] = {
  { "echo {}", { "echo", "V" } },           { "echo x{}y", { "echo", "xVy" } },
  { "echo '{}'", { "echo", "V" } },         { "echo 'a b{}c'", { "echo", "a bVc" } },
  { "echo \"{}\"", { "echo", "V" } },       { "echo \"a '{}' b\"", { "echo", "a 'V' b" } },
  { "echo '\"{}\"'", { "echo", "\"V\"" } }, { "echo \"\\{}\"", { "echo", "\\V" } },
  { "echo \"\\\\{}\"", { "echo", "\\V" } }, { "echo \\{} {1}", { "echo", "{}", "V" } },
  { "echo \\'{}\\'", { "echo", "'V'" } },   { "{} {file}", { "V", "V" } },
  { "echo {}{}'{}'", { "echo", "VVV" } },   { "echo \"{}{}\"{}", { "echo", "VVV" } },
  { "echo a#{}", { "echo", "a#V" } },       { "echo '#'{}", { "echo", "#V" } },
  { "echo {}# b", { "echo", "V#", "b" } },  { "echo ~{}", { "echo", "~V" } },
  { "echo -{}", { "echo", "-V" } },
};

/* @words with the value in the place of each V. */
static char **
get_words (const char *const *words, const char *value)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < 4 && words[i] != NULL; i++)
    {
      GString *word = g_string_new (words[i]);

      g_string_replace (word, "V", value, 0);
      g_ptr_array_add (all, g_string_free (word, FALSE));
    }
  g_ptr_array_add (all, NULL);

  return (char **) g_ptr_array_free (all, FALSE);
}

static void
test_quoted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (awkward); k++)
        {
          g_autofree char *text = fill_one (FANFOLD_TEMPLATE_COMMAND, commands[i].text, awkward[k]);
          g_auto (GStrv) expected = get_words (commands[i].words, awkward[k]);
          g_auto (GStrv) words = NULL;
          g_autoptr (GError) error = NULL;

          g_assert_true (g_shell_parse_argv (text, NULL, &words, &error));
          g_assert_no_error (error);
          g_assert_cmpstrv (words, expected);
        }
    }
}

/* What a shell makes of @text, which prints each of its words with a NUL behind it. */
static GBytes *
run_shell (const char *text)
{
  const char *argv[] = { "/bin/sh", "-c", text, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  GBytes *output = NULL;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);

  return output;
}

/* All values in one command, in every way to quote, and where only a shell knows what it means. */
static void
test_shell (void)
{
  static const char *const texts[] = {
    "printf '%s\\000' {}",
    "x=1; printf '%s\\000' \"$(printf '%s.' {})\" {}; : \"$x{}\"",
    "printf '%s\\000' \"$(printf '%s.' \"{}\")\" \"$(printf '%s.' '{}')\"",
    "x=a; printf '%s\\000' $x{} \"$x{}\" \"${x}{}\" $x'{}'",
    "printf '%s\\000' {} >/dev/stdout; printf '%s\\000' a{}>/dev/stdout",
    "printf '%s\\000' {}>/dev/stdout # it's",
    "printf '%s\\000' {} `echo \"a\"` {}; x={}; printf '%s\\000' \"$x\"",
  };
  static const char *const printed[] = {
    "V|", "V.|V|", "V.|V.|", "aV|aV|aV|aV|", "V|aV|", "V|", "V|a|V|V|",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) script = g_string_new (NULL);
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autoptr (GBytes) output = NULL;
      g_autoptr (GBytes) same = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (awkward); k++)
        {
          g_autofree char *text = fill_one (FANFOLD_TEMPLATE_COMMAND, texts[i], awkward[k]);
          g_autoptr (GString) line = g_string_new (printed[i]);

          g_string_append_printf (script, "%s\n", text);
          g_string_replace (line, "|", "\x02", 0);
          g_string_replace (line, "V", awkward[k], 0);
          g_string_append (expected, line->str);
        }

      output = run_shell (script->str);
      for (gsize k = 0; k < expected->len; k++)
        expected->str[k] = expected->str[k] == '\x02' ? '\0' : expected->str[k];
      same = g_bytes_new (expected->str, expected->len);
      g_assert_cmpmem (g_bytes_get_data (output, NULL),
                       g_bytes_get_size (output),
                       g_bytes_get_data (same, NULL),
                       g_bytes_get_size (same));
    }
}

static void
test_several (void)
{
  static const char *const values[] = { "a b/c.d", "e'f" };
  static const char *const rows[][2] = {
    { "ls {}", "ls 'a b/c.d' 'e'\\''f'" },
    { "ls '{}'", "ls 'a b/c.d e'\\''f'" },
    { "ls \"{.}\"", "ls \"a b/c e'f\"" },
    { "ls {/}", "ls c.d 'e'\\''f'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fill (FANFOLD_TEMPLATE_COMMAND, rows[i][0], two, 2, values);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

/* A shell's own braces are left to it. */
static void
test_variables (void)
{
  static const char *const rows[][2] = {
    { "echo ${file} {}", "echo ${file} 'a b'" },
    { "echo \"${file}\" {}", "echo \"${file}\" 'a b'" },
    { "echo ${} {}", "echo ${} 'a b'" },
    { "echo '${file}'", "echo '$a b'" },
    { "awk '{print $1}' {}", "awk '{print $1}' 'a b'" },
    { "find {} -exec ls \\{\\} +", "find 'a b' -exec ls \\{\\} +" },
    { "cat <<EOF {}\nit's\nEOF", "cat <<EOF 'a b'\nit's\nEOF" },
    { "cat <<<{}", "cat <<<'a b'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = fill_one (FANFOLD_TEMPLATE_COMMAND, rows[i][0], "a b");

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

/* A value that looks like {%}, or makes one with what stands beside it, stays what it is. */
static void
test_slot (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } rows[] = {
    { "echo {%} {}", "echo 7 V" },         { "echo {%}'{}'", "echo 7V" },
    { "echo \"{%}{}%}\"", "echo 7V%}" },   { "echo {%}{{}}", "echo 7{V}" },
    { "echo {%} '{{}}'", "echo 7 {V}" },   { "echo {%} \"{{}}\"", "echo 7 {V}" },
    { "echo {%} \"{%{}\"", "echo 7 {%V" }, { "echo {%} {}{}", "echo 7 VV" },
    { "echo {%} \"{}{}\"", "echo 7 VV" },  { "echo {%} '{}{}'", "echo 7 VV" },
  };
  static const char *const values[] = { "{%}", "{", "%", "%}", "}", "{%}{%}", "a{%" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          g_autofree char *text = fill_one (FANFOLD_TEMPLATE_COMMAND, rows[i].text, values[k]);
          g_autofree char *filled = fanfold_template_fill_slot (text, 6);
          g_autofree char *joined = NULL;
          g_autoptr (GString) expected = g_string_new (rows[i].words);
          g_auto (GStrv) words = NULL;

          g_assert_true (g_shell_parse_argv (filled, NULL, &words, NULL));
          joined = g_strjoinv (" ", words);
          g_string_replace (expected, "V", values[k], 0);
          g_assert_cmpstr (joined, ==, expected->str);
        }
    }
}

static void
test_strays (void)
{
  g_autoptr (FanfoldTemplate) text = fanfold_template_new (
      "{nmae} {file} {nmae} {other/.} {a b} {1x} {_}", FANFOLD_TEMPLATE_TEXT, one, 1, NULL);
  g_autoptr (FanfoldTemplate) command =
      fanfold_template_new ("${HOME} \\{x} {y} '{z.}' {}", FANFOLD_TEMPLATE_COMMAND, one, 1, NULL);
  static const char *const of_text[] = { "{nmae}", "{other/.}", "{_}", NULL };
  static const char *const of_command[] = { "{y}", "{z.}", NULL };

  g_assert_cmpstrv (fanfold_template_get_strays (text), of_text);
  g_assert_cmpstrv (fanfold_template_get_strays (command), of_command);
}

static void
test_has_replacement (void)
{
  static const char *const names[] = { "name", NULL };
  static const char *const with[] = { "{}", "a {//}", "{#}", "'{%}'", "{-3/.}", "{name.}" };
  static const char *const without[] = {
    "", "ls", "{ }", "${name}", "\\{}", "{other}", "{", "{print $1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (with); i++)
    g_assert_true (fanfold_template_has_replacement (with[i], names));
  for (guint i = 0; i < G_N_ELEMENTS (without); i++)
    g_assert_false (fanfold_template_has_replacement (without[i], names));
  g_assert_false (fanfold_template_has_replacement ("{name}", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/template/aspects", test_aspects);
  g_test_add_func ("/template/two", test_two);
  g_test_add_func ("/template/named", test_named);
  g_test_add_func ("/template/numbers-as-names", test_numbers_as_names);
  g_test_add_func ("/template/uses", test_uses);
  g_test_add_func ("/template/index", test_index);
  g_test_add_func ("/template/refused", test_refused);
  g_test_add_func ("/template/nothing-to-count", test_nothing_to_count);
  g_test_add_func ("/template/quoted", test_quoted);
  g_test_add_func ("/template/shell", test_shell);
  g_test_add_func ("/template/several", test_several);
  g_test_add_func ("/template/variables", test_variables);
  g_test_add_func ("/template/slot", test_slot);
  g_test_add_func ("/template/strays", test_strays);
  g_test_add_func ("/template/has-replacement", test_has_replacement);

  return g_test_run ();
}
