/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: upper and lower case of single characters, the same on every system.
 */
#ifndef DECISION_UNICODE_CASE_H
#define DECISION_UNICODE_CASE_H

#include <stdbool.h>
#include <stdint.h>

/** The upper- or lower-case counterpart of a character; itself if it has none. */
uint32_t unicode_case(uint32_t letter, bool upper);

#endif
