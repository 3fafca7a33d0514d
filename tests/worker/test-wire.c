/* test-wire.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fanfold-error.h"
#include "fanfold-wire.h"
#include "fanfold-wire-preamble.h"

static void
feed (FanfoldWireReader *reader, const void *bytes, gsize length, gsize cut)
{
  const guint8 *at = bytes;

  while (length > 0)
    {
      gsize room;
      guint8 *where = fanfold_wire_reader_reserve (reader, &room);
      gsize now = MIN (MIN (room, cut), length);

      g_assert_cmpuint (room, >, 0);
      memcpy (where, at, now);
      fanfold_wire_reader_commit (reader, now);
      at += now;
      length -= now;
      if (length > 0)
        {
          FanfoldWireKind kind;
          g_autoptr (GVariant) payload = NULL;

          g_assert_false (fanfold_wire_reader_next (reader, &kind, &payload, NULL));
        }
    }
}

/* The bytes of one message as they travel, behind a greeting. */
static GByteArray *
write_message (FanfoldWireKind kind, GVariant *payload)
{
  g_autoptr (FanfoldWire) wire = NULL;
  GByteArray *bytes = g_byte_array_new ();
  guint8 chunk[4096];
  gssize length;
  int fds[2];

  g_assert_cmpint (pipe2 (fds, O_NONBLOCK), ==, 0);
  wire = fanfold_wire_new (fds[0], fds[1]);
  g_assert_true (fanfold_wire_send (wire, kind, payload));
  do
    {
      g_assert_true (fanfold_wire_flush (wire, NULL));
      while ((length = read (fds[0], chunk, sizeof chunk)) > 0)
        g_byte_array_append (bytes, chunk, (guint) length);
    }
  while (fanfold_wire_get_queued_bytes (wire) > 0);
  close (fds[0]);
  close (fds[1]);

  return bytes;
}

static void
test_cuts (void)
{
  static const gsize cuts[] = { 1, 2, 3, 7, 4096, 1000000 };
  g_autofree char *text = g_strnfill (200 * 1000, 'x');
  g_autoptr (GByteArray) bytes = write_message (
      FANFOLD_WIRE_SAMPLE, g_variant_new ("(txds)", (guint64) 7, (gint64) 8, 0.5, text));
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (FanfoldWireReader) reader = fanfold_wire_reader_new ();
      g_autoptr (GVariant) payload = NULL;
      g_autoptr (GError) error = NULL;
      FanfoldWireKind kind;
      const char *read_back;

      feed (reader, bytes->data, bytes->len, cuts[i]);
      g_assert_true (fanfold_wire_reader_next (reader, &kind, &payload, &error));
      g_assert_no_error (error);
      g_assert_cmpint (kind, ==, FANFOLD_WIRE_SAMPLE);
      g_variant_get (payload, "(txd&s)", NULL, NULL, NULL, &read_back);
      g_assert_cmpstr (read_back, ==, text);
    }
}

static void
assert_refused (const void *bytes, gsize length, const char *part)
{
  g_autoptr (FanfoldWireReader) reader = fanfold_wire_reader_new ();
  g_autoptr (GVariant) payload = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldWireKind kind;

  feed (reader, bytes, length, length);
  g_assert_false (fanfold_wire_reader_next (reader, &kind, &payload, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, part));

  /* Nothing is read behind it. */
  g_clear_error (&error);
  g_assert_false (fanfold_wire_reader_next (reader, &kind, &payload, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
}

static void
test_greeting (void)
{
  const char *welcome = "Welcome to host7!\n";
  char swapped[] = FANFOLD_WIRE_PREAMBLE "?\n";

  assert_refused (welcome, strlen (welcome), "“Welcome to host7!”");
  assert_refused ("\xff\xfe", 2, "it began with");
  assert_refused ("fanfold wire 9 l\n", 17, "it began with “fanfold wire 9 l”");
  swapped[strlen (FANFOLD_WIRE_PREAMBLE)] =
      FANFOLD_WIRE_GREETING[strlen (FANFOLD_WIRE_PREAMBLE)] == 'l' ? 'B' : 'l';
  assert_refused (swapped, strlen (swapped), "byte order");
}

static void
assert_frame_refused (guint32 length, const void *body, gsize n_bytes, const char *part)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 little = GUINT32_TO_LE (length);

  g_byte_array_append (
      bytes, (const guint8 *) FANFOLD_WIRE_GREETING, strlen (FANFOLD_WIRE_GREETING));
  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
  g_byte_array_append (bytes, body, (guint) n_bytes);
  assert_refused (bytes->data, bytes->len, part);
}

static void
test_hostile (void)
{
  g_autoptr (GVariant) unknown =
      g_variant_ref_sink (g_variant_new ("(yv)", 99, g_variant_new ("()")));
  g_autoptr (GVariant) other =
      g_variant_ref_sink (g_variant_new ("(yv)", FANFOLD_WIRE_BLOCK, g_variant_new ("s", "no")));

  assert_frame_refused (0, "", 0, "length");
  assert_frame_refused (G_MAXUINT32, "", 0, "length");
  assert_frame_refused (64 * 1024 * 1024 + 1, "", 0, "length");
  assert_frame_refused (1, "\x01", 1, "malformed");
  assert_frame_refused (8, "\xff\xff\xff\xff\xff\xff\xff\xff", 8, "malformed");
  assert_frame_refused (g_variant_get_size (unknown),
                        g_variant_get_data (unknown),
                        g_variant_get_size (unknown),
                        "kind");
  assert_frame_refused (
      g_variant_get_size (other), g_variant_get_data (other), g_variant_get_size (other), "kind");
}

/* A message of a kind, with a payload of this type, whatever its kind demands. */
static GByteArray *
forge (FanfoldWireKind kind, GVariant *payload)
{
  g_autoptr (GVariant) message =
      g_variant_ref_sink (g_variant_new ("(yv)", (guint8) kind, payload));
  GByteArray *bytes = g_byte_array_new ();
  guint32 little = GUINT32_TO_LE ((guint32) g_variant_get_size (message));

  g_byte_array_append (
      bytes, (const guint8 *) FANFOLD_WIRE_GREETING, strlen (FANFOLD_WIRE_GREETING));
  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
  g_byte_array_append (bytes, g_variant_get_data (message), (guint) g_variant_get_size (message));

  return bytes;
}

/* What the slot orders, and what looks much like it. */
static void
test_orders (void)
{
  static const struct
  {
    FanfoldWireKind kind;
    const char *good;
    const char *bad;
  } orders[] = {
    { FANFOLD_WIRE_CANCEL, "(uint64 7, int64 8)", "int64 8" },
    { FANFOLD_WIRE_LIMITS, "(int64 2500000, uint64 100)", "(int64 2500000, int64 100)" },
    { FANFOLD_WIRE_FREEZE, "true", "byte 1" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GVariant) good = g_variant_new_parsed (orders[i].good);
      g_autoptr (GByteArray) bytes = write_message (orders[i].kind, g_variant_ref_sink (good));
      g_autoptr (GByteArray) forged = forge (orders[i].kind, g_variant_new_parsed (orders[i].bad));
      g_autoptr (FanfoldWireReader) reader = fanfold_wire_reader_new ();
      g_autoptr (GVariant) payload = NULL;
      FanfoldWireKind kind;

      feed (reader, bytes->data, bytes->len, 3);
      g_assert_true (fanfold_wire_reader_next (reader, &kind, &payload, NULL));
      g_assert_cmpint (kind, ==, orders[i].kind);
      g_assert_true (g_variant_equal (payload, good));
      assert_refused (forged->data, forged->len, "kind");
    }
}

static void
test_random (void)
{
  g_autoptr (GByteArray) good =
      write_message (FANFOLD_WIRE_LOG,
                     g_variant_new ("(ty@ay)", (guint64) 1, 1, g_variant_new_bytestring ("text")));
  guint round;

  for (round = 0; round < 20000; round++)
    {
      g_autoptr (FanfoldWireReader) reader = fanfold_wire_reader_new ();
      g_autofree guint8 *bytes = g_memdup2 (good->data, good->len);
      g_autoptr (GVariant) payload = NULL;
      FanfoldWireKind kind;
      guint i;

      for (i = 0; i < 3; i++)
        bytes[g_test_rand_int_range (0, (gint32) good->len)] = (guint8) g_test_rand_int ();
      feed (reader, bytes, good->len, good->len);
      if (fanfold_wire_reader_next (reader, &kind, &payload, NULL))
        g_assert_true (g_variant_is_of_type (payload, fanfold_wire_get_payload_type (kind)));
    }
}

static void
test_too_large (void)
{
  g_autoptr (FanfoldWire) wire = fanfold_wire_new (-1, -1);
  g_autofree guint8 *zeros = g_malloc0 (FANFOLD_WIRE_MAX_BYTES);
  gsize queued = fanfold_wire_get_queued_bytes (wire);

  g_assert_false (fanfold_wire_send (
      wire,
      FANFOLD_WIRE_LOG,
      g_variant_new (
          "(ty@ay)",
          (guint64) 1,
          1,
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, zeros, FANFOLD_WIRE_MAX_BYTES, 1))));
  g_assert_cmpuint (fanfold_wire_get_queued_bytes (wire), ==, queued);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/cuts", test_cuts);
  g_test_add_func ("/wire/greeting", test_greeting);
  g_test_add_func ("/wire/hostile", test_hostile);
  g_test_add_func ("/wire/orders", test_orders);
  g_test_add_func ("/wire/random", test_random);
  g_test_add_func ("/wire/too-large", test_too_large);

  return g_test_run ();
}
