/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Which version of the library runs.
 */
#ifndef LUTETIA_BASE_VERSION_H
#define LUTETIA_BASE_VERSION_H

#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** Version of the library, "major.minor.patch". @return borrowed, static */
LU_API const char *lu_version(void);

LU_END_DECLS

#endif
