/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Parts of the generator: everything that is described once, in data/facts, and stands elsewhere
 * too.
 */
#ifndef GENERATE_H
#define GENERATE_H

#include "lutetia/facts.h"
#include "lutetia/patient.h"

/** Writes docs/facts.md into a text. */
void generate_docs(lu_text *out, const lu_dictionary *dictionary);

/**
 * Writes a DMN file anew with the types of its input data.
 * @param out  appended; the same as `text` if the file has no input data that is a fact
 * @param text content of the file
 */
void generate_dmn(lu_text *out, const char *text, const lu_dictionary *dictionary);

#endif
