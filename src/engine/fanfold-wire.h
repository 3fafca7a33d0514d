/* fanfold-wire.h: the messages between a slot and its worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each side begins with FANFOLD_WIRE_PREAMBLE and the letter of its byte order and a line's end, so
 * that whatever else speaks there (a shell's greeting, another version) is known at once. Frames
 * follow: u32 length (little endian) and that many bytes of a serialized (yv), kind and payload.
 * Nothing depends on how the bytes are cut, and neither side ever waits to write: two full pipes
 * that face each other would stop for ever. A frame that an answer waits for should be at most 1024
 * bytes, as srun delays what is longer. */

#define FANFOLD_WIRE_PROTOCOL 2
#define FANFOLD_WIRE_PREAMBLE "fanfold wire 2 "
#define FANFOLD_WIRE_MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define FANFOLD_WIRE_SILENCE_USEC (30 * G_USEC_PER_SEC) /* of a busy worker, then it is gone */
#define FANFOLD_WIRE_BEAT_USEC G_USEC_PER_SEC

typedef enum
{
  FANFOLD_WIRE_HELLO,   /* to the worker, a{sv}: function (v), folder (ay), patience (x), nice (i),
                           io (i), threads (u); pin (uu): slot and how many there are */
  FANFOLD_WIRE_WELCOME, /* back, a{sv}: host, build (s), pid, cores (u); memory (u), a descriptor of
                           it, and outcomes (t), where in that the block buffer is; or error (s) and
                           code (i) */
  FANFOLD_WIRE_RUN, /* to the worker, (ttuuxav): sequence, first, slot, attempt, budget, columns */
  FANFOLD_WIRE_SAMPLE,  /* back, (txds): the running job, since when, fraction, message */
  FANFOLD_WIRE_LOG,     /* back, (tyay): job, FanfoldLogKind, bytes */
  FANFOLD_WIRE_BLOCK,   /* back, (tv): sequence, block */
  FANFOLD_WIRE_CANCEL,  /* to the worker, (tx): job, or G_MAXUINT64 for all from now on; grace */
  FANFOLD_WIRE_LIMITS,  /* to the worker, (xt): time of a job, usec; its memory, bytes; 0: any.
                           From now on, also for the job under way */
  FANFOLD_WIRE_FREEZE,  /* to the worker, b: stops the runner and what descends from it, or lets it
                           go  on */
  FANFOLD_WIRE_BEAT,    /* both ways, (): still there */
  FANFOLD_WIRE_GOODBYE, /* both ways, (): nothing follows */
  FANFOLD_WIRE_PART, /* back, (ttxav): sequence; the job under way, since when; the block of those
                        before it, or none where it is the first. Those behind it are handed
                        back, and a block of it alone follows */
  FANFOLD_WIRE_N_KINDS
} FanfoldWireKind;

/* [any] The type of a message's payload. */
const GVariantType *fanfold_wire_get_payload_type (FanfoldWireKind kind);

/* Puts messages together from bytes that come in any pieces. No I/O. */
typedef struct _FanfoldWireReader FanfoldWireReader;

/* [any] (transfer full) */
FanfoldWireReader *fanfold_wire_reader_new (void);
void fanfold_wire_reader_free (FanfoldWireReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldWireReader, fanfold_wire_reader_free)

/* [any] Where the next bytes may be written, at least one; then how many were. */
guint8 *fanfold_wire_reader_reserve (FanfoldWireReader *self, gsize *room);
void fanfold_wire_reader_commit (FanfoldWireReader *self, gsize n_bytes);

/* [any] The next message, its payload checked: of its type and in normal form, but for the content
 * of a BLOCK, which fanfold_block_new_from_variant () looks at. False without error
 * where more bytes are needed; FANFOLD_ERROR_WORKER where the other side does not speak the
 * language, and nothing can be read from then on. @payload: (out) (transfer full) */
gboolean fanfold_wire_reader_next (FanfoldWireReader *self,
                                   FanfoldWireKind *kind,
                                   GVariant **payload,
                                   GError **error);

/* Both directions, over descriptors that it makes non-blocking and does not own. One thread. */
typedef struct _FanfoldWire FanfoldWire;

/* [any] (transfer full) */
FanfoldWire *fanfold_wire_new (int in_fd, int out_fd);
void fanfold_wire_free (FanfoldWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldWire, fanfold_wire_free)

/* [any] Puts a message into the queue; @payload is consumed if floating. False, and nothing is
 * queued, where it is larger than a frame may be. */
gboolean fanfold_wire_send (FanfoldWire *self, FanfoldWireKind kind, GVariant *payload);

/* [any] How many bytes wait to be written. */
gsize fanfold_wire_get_queued_bytes (FanfoldWire *self);

/* [any] Writes what goes without waiting. FANFOLD_ERROR_WORKER where nobody reads any more. */
gboolean fanfold_wire_flush (FanfoldWire *self, GError **error);

/* [any] Reads once, without waiting. False at the end of the stream, and, with
 * FANFOLD_ERROR_WORKER, where it broke. */
gboolean fanfold_wire_fill (FanfoldWire *self, GError **error);

/* [any] As fanfold_wire_reader_next (). */
gboolean
fanfold_wire_next (FanfoldWire *self, FanfoldWireKind *kind, GVariant **payload, GError **error);

G_END_DECLS
