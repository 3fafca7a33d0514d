/* fanfold-command-job.h: the function run of the plugin command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

FanfoldStatus fanfold_command_job_run (FanfoldCall *call);
