/* fanfold-application.h: the program: one for each person's session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_APPLICATION (fanfold_application_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldApplication, fanfold_application, FANFOLD, APPLICATION, AdwApplication)

/* [main] (transfer full) */
FanfoldApplication *fanfold_application_new (void);

G_END_DECLS
