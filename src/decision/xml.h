/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a narrow door to libxml2. No network, no document type, no entities.
 */
#ifndef DECISION_XML_H
#define DECISION_XML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base.h"

/** Largest file that is read, in bytes. */
#define XML_LIMIT ((size_t)16 << 20)

/** Parses a document. `name` stands for the file in messages. @param out new; free with
 * xmlFreeDoc() */
lu_status xml_parse(xmlDoc **out, const char *bytes, size_t length, const char *name,
                    lu_error *error);
/** Reads the beginning of a file. @return bytes read; 0 if it cannot be read */
size_t xml_read_head(char *buffer, size_t size, const char *path);
/** First child element with a local name (any namespace); NULL if there is none. */
const xmlNode *xml_child(const xmlNode *parent, const char *name);
/** The next sibling element with the same local name; NULL if there is none. */
const xmlNode *xml_next(const xmlNode *element);
/** First child element of any name; NULL if there is none. */
const xmlNode *xml_first(const xmlNode *parent);
/** The next sibling element of any name; NULL if there is none. */
const xmlNode *xml_after(const xmlNode *element);
/** True if the local name of an element is `name`. */
bool xml_is(const xmlNode *element, const char *name);
/** Number of child elements with a local name. */
size_t xml_count(const xmlNode *parent, const char *name);
/** Attribute by local name; NULL if there is none. @return copy in the arena */
const char *xml_attribute(const xmlNode *element, const char *name, lu_arena *arena);
/** Text of an element without outer white space (own text nodes only). @return copy in the arena;
 * NULL when memory is short */
char *xml_text(const xmlNode *element, lu_arena *arena);
/** Text with its white space as it stands. @return copy in the arena; NULL when memory is short */
char *xml_raw_text(const xmlNode *element, lu_arena *arena);
/** A name with each run of white space made one space and none at the ends. Changes `text`. @return
 * text */
char *xml_tidy_name(char *text);
/** Line of an element. */
int xml_line(const xmlNode *element);

#endif
