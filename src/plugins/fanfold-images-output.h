/* fanfold-images-output.h: where a picture is written, and how
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-images-picture.h"
#include "fanfold-images-shape.h"

G_BEGIN_DECLS

/* The parameters that say so, for the functions' tables. */
#define FANFOLD_IMAGES_QUALITY                                                                     \
  {                                                                                                \
    .id = "quality", .label = "Quality",                                                           \
    .help = "Of a JPEG file: 100 is the best and the largest.", .initial = "90", .minimum = 1,     \
    .maximum = 100, .step = 1, .type = FANFOLD_INT                                                 \
  }
#define FANFOLD_IMAGES_OUTPUT                                                                      \
  {                                                                                                \
    .id = "output", .label = "Output",                                                             \
    .help = "The file or the folder to write to; missing folders are made. If empty, a file "      \
            "beside the picture, with a name made from its own.",                                  \
    .type = FANFOLD_FILE, .flags = FANFOLD_PARAM_OUTPUT                                            \
  }
#define FANFOLD_IMAGES_OVERWRITE                                                                   \
  {                                                                                                \
    .id = "overwrite", .label = "Overwrite",                                                       \
    .help = "Replace a file that is there already. The picture itself is never replaced.",         \
    .initial = "false", .type = FANFOLD_BOOL, .flags = FANFOLD_PARAM_IGNORED                       \
  }

extern const FanfoldOutputDesc fanfold_images_outputs[];

/* What parameter output says, or else a name beside @path: that of @path with @suffix and the
 * ending @extension (NULL: its own where such files can be written, else png). (transfer full) */
char *fanfold_images_output_dup_path (FanfoldCall *call,
                                      const char *path,
                                      const char *suffix,
                                      const char *extension);

/* Whether a file of that name is written as @format: jpeg, png, … */
gboolean fanfold_images_output_is_format (const char *path, const char *format);

typedef struct
{
  const char *path;
  const char *const *keys; /* further options of the format, or NULL */
  const char *const *values;
  gboolean overwrite;
} FanfoldImagesOutput;

/* Whether it may be made from the picture at @path: FANFOLD_OK, or what the job is to return. Asked
 * before any work is spent on it. */
FanfoldStatus
fanfold_images_output_check (const FanfoldImagesOutput *self, FanfoldCall *call, const char *path);

/* Writes the part of @picture that @shape says in the format that the name ends in, and puts the
 * job's outputs. */
FanfoldStatus fanfold_images_output_write (const FanfoldImagesOutput *self,
                                           FanfoldCall *call,
                                           const FanfoldImagesPicture *picture,
                                           const FanfoldImagesShape *shape);

G_END_DECLS
