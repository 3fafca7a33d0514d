/* fanfold-parallel-values.h: the values of GNU parallel's options
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-parallel-options.h"

G_BEGIN_DECLS

/* [any] Each reads @value, of the option that was written as @shown, into @self. False with
 * FANFOLD_ERROR_INVALID. */
typedef gboolean (*FanfoldParallelTakeFunc) (FanfoldParallelOptions *self,
                                             const char *shown,
                                             const char *value,
                                             GError **error);

gboolean fanfold_parallel_take_jobs (FanfoldParallelOptions *self,
                                     const char *shown,
                                     const char *value,
                                     GError **error);
gboolean fanfold_parallel_take_timeout (FanfoldParallelOptions *self,
                                        const char *shown,
                                        const char *value,
                                        GError **error);
gboolean fanfold_parallel_take_retries (FanfoldParallelOptions *self,
                                        const char *shown,
                                        const char *value,
                                        GError **error);
gboolean fanfold_parallel_take_delay (FanfoldParallelOptions *self,
                                      const char *shown,
                                      const char *value,
                                      GError **error);
gboolean fanfold_parallel_take_halt (FanfoldParallelOptions *self,
                                     const char *shown,
                                     const char *value,
                                     GError **error);
gboolean fanfold_parallel_take_nice (FanfoldParallelOptions *self,
                                     const char *shown,
                                     const char *value,
                                     GError **error);
gboolean fanfold_parallel_take_memfree (FanfoldParallelOptions *self,
                                        const char *shown,
                                        const char *value,
                                        GError **error);
gboolean fanfold_parallel_take_shuf (FanfoldParallelOptions *self,
                                     const char *shown,
                                     const char *value,
                                     GError **error);
gboolean fanfold_parallel_take_file (FanfoldParallelOptions *self,
                                     const char *shown,
                                     const char *value,
                                     GError **error);
gboolean fanfold_parallel_take_delimiter (FanfoldParallelOptions *self,
                                          const char *shown,
                                          const char *value,
                                          GError **error);
gboolean fanfold_parallel_take_lines (FanfoldParallelOptions *self,
                                      const char *shown,
                                      const char *value,
                                      GError **error);
gboolean fanfold_parallel_take_pipe (FanfoldParallelOptions *self,
                                     const char *shown,
                                     const char *value,
                                     GError **error);
gboolean fanfold_parallel_take_one (FanfoldParallelOptions *self,
                                    const char *shown,
                                    const char *value,
                                    GError **error);
gboolean fanfold_parallel_take_replace (FanfoldParallelOptions *self,
                                        const char *shown,
                                        const char *value,
                                        GError **error);
gboolean fanfold_parallel_take_csv (FanfoldParallelOptions *self,
                                    const char *shown,
                                    const char *value,
                                    GError **error);

G_END_DECLS
