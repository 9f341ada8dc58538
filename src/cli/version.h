/* SPDX-License-Identifier: Apache-2.0 */
/** @file Inside of the room: what this program is made of. */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

#include "lutetia/base.h"

/** Writes name and version. */
void version_print(lu_text *out);
/** Prints version, parts with versions and licences, and the licence of the whole as JSON. */
lu_status version_print_json(lu_error *error);

#endif
