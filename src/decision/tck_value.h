/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: values as the compatibility kit writes them.
 */
#ifndef DECISION_TCK_VALUE_H
#define DECISION_TCK_VALUE_H

#include "value.h"
#include "xml.h"

/** The value of an inputNode, expected, item or component; null where there is none. Never NULL. */
const lu_value *tck_read_value(const xmlNode *element, lu_arena *arena);
/** True if a result is what was expected: as FEEL equality, but numbers may differ by 1e-8. */
bool tck_same(const lu_value *expected, const lu_value *actual);

#endif
