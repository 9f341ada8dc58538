/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: failures of the operating system as sentences.
 */
#ifndef BASE_FILE_ERROR_H
#define BASE_FILE_ERROR_H

#include "lutetia/base/error.h"

/** Fails with "cannot <action> "<path>": <what errno means>". @param number a value of errno */
lu_status file_fail(const char *action, const char *path, int number, lu_error *error);

#endif
