/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: keeping messages valid UTF-8, whatever was quoted in them.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

/**
 * Replaces every byte that is no part of valid UTF-8 (RFC 3629) by '?', as happens when a message
 * quotes a broken file or cuts a quotation inside a character. The length stays.
 */
void utf8_repair(char *text);

#endif
