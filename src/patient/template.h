/* SPDX-License-Identifier: Apache-2.0 */
/** @file Inside of the room: how a starting record is laid out as text. */
#ifndef PATIENT_TEMPLATE_H
#define PATIENT_TEMPLATE_H

#include <jansson.h>

#include "lutetia/base.h"

/**
 * Prints a record: one key a line with the remark about it ("// key") beside it, entries of `labs`
 * one a line. Memory running short shows in out->failed.
 */
void template_print(lu_text *out, const json_t *record);

#endif
