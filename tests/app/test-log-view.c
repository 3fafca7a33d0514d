/* test-log-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "held.h"

#include <adwaita.h>
#include <string.h>

#include "fanfold-log-text.h"
#include "fanfold-log-view.h"

/* As "text" with a style in front of each run: {foreground,background,look}, {} for plain. */
static char *
dup_runs (const char *text, const GArray *runs)
{
  GString *shown = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldLogRun *run = &g_array_index (runs, FanfoldLogRun, i);

      if (run->style.foreground == 0 && run->style.background == 0 && run->style.look == 0)
        g_string_append (shown, i == 0 ? "" : "{}");
      else
        g_string_append_printf (
            shown, "{%x,%x,%x}", run->style.foreground, run->style.background, run->style.look);
      g_string_append_len (shown, text + at, (gssize) run->length);
      at += run->length;
    }
  g_assert_cmpuint (at, ==, strlen (text));

  return g_string_free (shown, FALSE);
}

static void
assert_reads_on (FanfoldLogText *text, const char *bytes, const char *expected)
{
  const GArray *runs;
  const char *read = fanfold_log_text_read (text, bytes, strlen (bytes), &runs);
  g_autofree char *shown = dup_runs (read, runs);

  g_assert_cmpstr (shown, ==, expected);
}

static void
assert_reads (const char *bytes, const char *expected)
{
  FanfoldLogText text = { NULL };

  assert_reads_on (&text, bytes, expected);
  fanfold_log_text_clear (&text);
}

static void
test_text (void)
{
  FanfoldLogText text = { NULL };

  assert_reads_on (&text, "plain\n", "plain\n");
  assert_reads_on (&text, "a\r\nb", "a\nb");
  assert_reads_on (&text, "c\xc3", "bc");
  assert_reads_on (&text, "\xa4\xe2\x82", "bcä");
  assert_reads_on (&text, "\xac\n", "bcä€\n");
  assert_reads_on (&text, "\xff!\x7f\xc3x", "\xef\xbf\xbd!\xef\xbf\xbdx");
  g_assert_cmpstr (
      fanfold_log_text_read (&text, "x\0y", 3, NULL), ==, "\xef\xbf\xbd!\xef\xbf\xbdxxy");
  fanfold_log_text_break_line (&text);
  assert_reads_on (&text, "new", "new");
  fanfold_log_text_clear (&text);
}

static void
test_redrawn_lines (void)
{
  FanfoldLogText text = { NULL };

  assert_reads_on (&text, " 10%", " 10%");
  assert_reads_on (&text, "\r 20%", " 20%");
  assert_reads_on (&text, "\r", " 20%");
  assert_reads_on (&text, "100%\ndone", "100%\ndone");
  fanfold_log_text_clear (&text);

  assert_reads ("abcdef\rXY", "XYcdef");
  assert_reads ("abcdef\r\033[KXY", "XY");
  assert_reads ("abcdef\033[3D\033[K!", "abc!");
  assert_reads ("abcdef\033[1K", "      ");
  assert_reads ("abcdef\033[2KX", "      X");
  assert_reads ("ab\b\bX", "Xb");
  assert_reads ("a\033[4CX\033[1GY", "Y    X");
  assert_reads ("\b\b\033[9Dx", "x");
  assert_reads ("a\033[99999999999G", "a");
}

static void
test_styles (void)
{
  assert_reads ("a\033[1;31mb\033[0mc", "a{1000001,0,1}b{}c");
  assert_reads ("\033[31m\033[mx", "x");
  assert_reads ("\033[92;104mx", "{100000a,100000c,0}x");
  assert_reads ("\033[38;5;200;48;5;17mx", "{10000c8,1000011,0}x");
  assert_reads ("\033[38;2;1;2;3mx\033[39my", "{2010203,0,0}x{}y");
  assert_reads ("\033[38:2::1:2:3mx", "{2010203,0,0}x");
  assert_reads ("\033[38:2:1:2:3mx", "{2010203,0,0}x");
  assert_reads ("\033[58:2::9:9:9;3mx", "{0,0,2}x");
  assert_reads ("\033[4:3mx\033[4:0my", "{0,0,4}x{}y");
  assert_reads ("\033[1;3;4;7;9mx\033[22;23;24;27;29my", "{0,0,1f}x{}y");
  assert_reads ("\033[7mx\ny", "{0,0,10}x\ny");
  assert_reads ("\033[38mx\033[38;5mx\033[38;9mx", "x{1000000,0,0}xx");
  assert_reads ("\033[?31mx\033[>4;2my\033[31 mz", "xyz");
  assert_reads ("\033[1;;31mx", "{1000001,0,0}x");
}

static void
test_escapes (void)
{
  FanfoldLogText text = { NULL };
  g_autofree char *many = g_strnfill (200, ';');
  g_autofree char *long_one = g_strconcat ("a\033[", many, "mb", NULL);

  assert_reads ("a\033]0;title\ab\033]8;;http://x\033\\c\033P1$r\033\\d", "abcd");
  assert_reads ("a\033(Bb\033=c\0337d\033[?25le\033[2;3Hf", "abcdef");
  assert_reads ("a\033]no end\nb", "a\nb");
  assert_reads ("a\033[31\nb", "a\nb");
  assert_reads ("a\033\033[1mb", "a{0,0,1}b");
  assert_reads ("a\xc2\x9b"
                "b\xe2\x80\xa9",
                "ab ");
  assert_reads (long_one, "ab");

  assert_reads_on (&text, "a\033[3", "a");
  assert_reads_on (&text, "1mb\033", "a{1000001,0,0}b");
  assert_reads_on (&text, "]9;4;1;50\033", "a{1000001,0,0}b");
  assert_reads_on (&text, "\\c", "a{1000001,0,0}bc");
  fanfold_log_text_clear (&text);
}

static void
test_long_line (void)
{
  FanfoldLogText text = { NULL };
  g_autofree char *bytes = g_strnfill (FANFOLD_LOG_TEXT_MAX_LINE * 3, 'x');
  const char *read = fanfold_log_text_read (&text, bytes, strlen (bytes), NULL);
  g_auto (GStrv) lines = g_strsplit (read, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_cmpuint (strlen (lines[2]), ==, FANFOLD_LOG_TEXT_MAX_LINE);
  fanfold_log_text_clear (&text);
}

static double
get_brightness (int colour)
{
  return 0.3 * (colour >> 16 & 0xff) + 0.59 * (colour >> 8 & 0xff) + 0.11 * (colour & 0xff);
}

/* Whatever is asked for can be read. */
static void
test_colours (void)
{
  int foreground, background;

  for (guint number = 0; number < 256; number++)
    for (guint dark = 0; dark < 2; dark++)
      {
        FanfoldLogStyle style = { .foreground = FANFOLD_LOG_PALETTE (number) };

        fanfold_log_style_get_colours (&style, dark, &foreground, &background);
        g_assert_cmpint (background, ==, -1);
        if (dark)
          g_assert_cmpfloat (get_brightness (foreground), >, 90);
        else
          g_assert_cmpfloat (get_brightness (foreground), <, 150);

        style.background = style.foreground;
        fanfold_log_style_get_colours (&style, dark, &foreground, &background);
        g_assert_cmpfloat (ABS (get_brightness (foreground) - get_brightness (background)), >, 50);
      }

  fanfold_log_style_get_colours (
      &(FanfoldLogStyle){ .look = FANFOLD_LOG_INVERSE }, FALSE, &foreground, &background);
  g_assert_cmpfloat (get_brightness (background), <, get_brightness (foreground));
}

static char *
dup_shown (FanfoldLogView *view)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (fanfold_log_view_get_buffer (view), &start, &end);

  return gtk_text_buffer_get_text (fanfold_log_view_get_buffer (view), &start, &end, FALSE);
}

static void
append (FanfoldLogView *view, FanfoldLogKind kind, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  fanfold_log_view_append (view, kind, bytes);
}

static void
assert_shows (FanfoldLogView *view, const char *expected)
{
  g_autofree char *shown = dup_shown (view);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_view (void)
{
  FanfoldLogView *view = g_object_ref_sink (g_object_new (FANFOLD_TYPE_LOG_VIEW, NULL));
  GtkTextIter iter;
  g_autoptr (GSList) tags = NULL;

  append (view, FANFOLD_LOG_STDOUT, "1%\r2%");
  append (view, FANFOLD_LOG_STDOUT, "\r3%");
  assert_shows (view, "3%");
  append (view, FANFOLD_LOG_STDERR, "err\n");
  append (view, FANFOLD_LOG_STDOUT, "\033[1;31mred\033[0m\r");
  append (view, FANFOLD_LOG_STDOUT, "b");
  assert_shows (view, "3%\nerr\nbed");
  gtk_text_buffer_get_end_iter (fanfold_log_view_get_buffer (view), &iter);
  gtk_text_iter_backward_char (&iter);
  tags = gtk_text_iter_get_tags (&iter);
  g_assert_cmpuint (g_slist_length (tags), ==, 2);

  fanfold_log_view_append_note (view, "One");
  fanfold_log_view_append_note (view, "Two");
  assert_shows (view, "3%\nerr\nbed\nOne\nTwo\n");
  fanfold_log_view_clear (view);
  g_assert_true (fanfold_log_view_is_empty (view));
  append (view, FANFOLD_LOG_STDOUT, "x");
  assert_shows (view, "x");
  g_object_unref (view);
}

/* What comes in small pieces, or in one that is larger than there is room for. */
static void
test_limit (void)
{
  FanfoldLogView *view = g_object_ref_sink (g_object_new (FANFOLD_TYPE_LOG_VIEW, NULL));
  g_autofree char *line = g_strnfill (1023, 'x');
  g_autofree char *log = NULL;

  line[1022] = '\n';
  for (guint i = 0; i < 5 * 1024; i++)
    append (view, FANFOLD_LOG_STDOUT, line);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fanfold_log_view_get_buffer (view)),
                   <=,
                   FANFOLD_LOG_VIEW_MAX_CHARS);
  log = dup_shown (view);
  g_assert_true (g_str_has_prefix (log, "(Earlier lines are left out here.)\nxxx"));
  g_object_unref (view);
}

/* Whatever its size, the loop goes on meanwhile. */
static void
test_large (void)
{
  FanfoldLogView *view = g_object_ref_sink (g_object_new (FANFOLD_TYPE_LOG_VIEW, NULL));
  const char *line =
      "\033[32mok\033[0m a line of a job that writes much, \033[38;5;208m42%\033[m\n";
  gsize length = strlen (line);
  gsize n = 100 * 1000 * 1000 / length;
  char *text = g_malloc (n * length);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *log = NULL;
  gint64 longest = 0;

  for (gsize i = 0; i < n; i++)
    memcpy (text + i * length, line, length);
  memcpy (text + (n - 1) * length, "\033[32mthe last", 13);
  bytes = g_bytes_new_take (text, n * length);

  for (gboolean more = TRUE; more;)
    {
      gint64 begin = held_get_cpu_usec ();

      if (longest == 0)
        fanfold_log_view_append (view, FANFOLD_LOG_STDOUT, bytes);
      else
        more = g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, held_get_cpu_usec () - begin);
    }
  g_test_message ("100 MB: at most %.1f ms at once", (double) longest / 1000);
  g_assert_cmpint (longest, <, 250 * 1000);
  log = dup_shown (view);
  g_assert_true (g_str_has_prefix (log, "(Earlier lines are left out here.)\nok a line"));
  g_assert_nonnull (strstr (log + strlen (log) - 100, "the last"));
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-text/read", test_text);
  g_test_add_func ("/log-text/redrawn-lines", test_redrawn_lines);
  g_test_add_func ("/log-text/styles", test_styles);
  g_test_add_func ("/log-text/escapes", test_escapes);
  g_test_add_func ("/log-text/long-line", test_long_line);
  g_test_add_func ("/log-style/colours", test_colours);

  adw_init ();
  g_test_add_func ("/log-view/append", test_view);
  g_test_add_func ("/log-view/limit", test_limit);
  g_test_add_func ("/log-view/large", test_large);

  return g_test_run ();
}
