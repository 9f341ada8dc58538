/* SPDX-License-Identifier: Apache-2.0 */
#include "xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/** Starts libxml2 once per process: its parser tables are the only state, and they are its own. */
static void start_parser(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, xmlInitParser);
}

/** Fills the error with what the parser did not like. */
static lu_status parse_failure(xmlParserCtxt *parser, const char *name, lu_error *error) {
  const xmlError *fault = xmlCtxtGetLastError(parser);
  if (fault == NULL) return lu_fail(error, LU_BAD_INPUT, "%s: this is not XML", name);
  if (fault->code == XML_ERR_NO_MEMORY) return lu_fail_memory(error);
  char message[300];
  snprintf(message, sizeof message, "%s", fault->message == NULL ? "unknown" : fault->message);
  message[strcspn(message, "\r\n")] = '\0';
  return lu_fail(error, LU_BAD_INPUT, "%s:%d: this is not well-formed XML: %s", name, fault->line,
                 message);
}

lu_status xml_parse(xmlDoc **out, const char *bytes, size_t length, const char *name,
                    lu_error *error) {
  *out = NULL;
  if (length > XML_LIMIT)
    return lu_fail(error, LU_BAD_INPUT, "%s: the file has %zu bytes; at most %zu are read", name,
                   length, XML_LIMIT);
  if (length == 0) return lu_fail(error, LU_BAD_INPUT, "%s: the file is empty", name);
  start_parser();
  xmlParserCtxt *parser = xmlNewParserCtxt();
  if (parser == NULL) return lu_fail_memory(error);
  int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
                XML_PARSE_COMPACT | XML_PARSE_BIG_LINES;
  xmlDoc *document = xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL, options);
  lu_status status = LU_OK;
  if (document == NULL || parser->wellFormed == 0)
    status = parse_failure(parser, name, error);
  else if (document->intSubset != NULL || document->extSubset != NULL)
    status = lu_fail(error, LU_BAD_INPUT,
                     "%s: a document type declaration (<!DOCTYPE ...>) is not allowed here", name);
  else if (xmlDocGetRootElement(document) == NULL)
    status = lu_fail(error, LU_BAD_INPUT, "%s: there is no root element", name);
  xmlFreeParserCtxt(parser);
  if (status == LU_OK)
    *out = document;
  else
    xmlFreeDoc(document);
  return status;
}

size_t xml_read_head(char *buffer, size_t size, const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return 0;
  size_t length = fread(buffer, 1, size, file);
  fclose(file);
  return length;
}

bool xml_is(const xmlNode *element, const char *name) {
  return element->type == XML_ELEMENT_NODE && strcmp((const char *)element->name, name) == 0;
}

const xmlNode *xml_child(const xmlNode *parent, const char *name) {
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    if (xml_is(node, name)) return node;
  return NULL;
}

const xmlNode *xml_next(const xmlNode *element) {
  for (const xmlNode *node = element->next; node != NULL; node = node->next)
    if (xml_is(node, (const char *)element->name)) return node;
  return NULL;
}

const xmlNode *xml_first(const xmlNode *parent) {
  const xmlNode *node = parent->children;
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

const xmlNode *xml_after(const xmlNode *element) {
  const xmlNode *node = element->next;
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

size_t xml_count(const xmlNode *parent, const char *name) {
  size_t count = 0;
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    if (xml_is(node, name)) count++;
  return count;
}

/** Joins the text nodes of a list of siblings. */
static char *join_text(const xmlNode *first, lu_arena *arena) {
  size_t length = 0;
  for (const xmlNode *node = first; node != NULL; node = node->next)
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
        node->content != NULL)
      length += strlen((const char *)node->content);
  char *text = lu_arena_alloc(arena, length + 1);
  if (text == NULL) return NULL;
  size_t used = 0;
  for (const xmlNode *node = first; node != NULL; node = node->next) {
    if ((node->type != XML_TEXT_NODE && node->type != XML_CDATA_SECTION_NODE) ||
        node->content == NULL)
      continue;
    size_t part = strlen((const char *)node->content);
    memcpy(text + used, node->content, part);
    used += part;
  }
  return text;
}

const char *xml_attribute(const xmlNode *element, const char *name, lu_arena *arena) {
  for (const xmlAttr *attribute = element->properties; attribute != NULL;
       attribute = attribute->next)
    if (strcmp((const char *)attribute->name, name) == 0 &&
        (attribute->ns == NULL || strcmp(name, "nil") == 0 || strcmp(name, "type") == 0))
      return join_text(attribute->children, arena);
  return NULL;
}

char *xml_raw_text(const xmlNode *element, lu_arena *arena) {
  return join_text(element->children, arena);
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *xml_text(const xmlNode *element, lu_arena *arena) {
  char *text = xml_raw_text(element, arena);
  if (text == NULL) return NULL;
  size_t length = strlen(text);
  while (length > 0 && is_space(text[length - 1]))
    text[--length] = '\0';
  while (is_space(*text))
    text++;
  return text;
}

char *xml_tidy_name(char *text) {
  if (text == NULL) return NULL;
  char *to = text;
  for (const char *from = text; *from != '\0'; from++) {
    if (!is_space(*from))
      *to++ = *from;
    else if (to > text && to[-1] != ' ')
      *to++ = ' ';
  }
  if (to > text && to[-1] == ' ') to--;
  *to = '\0';
  return text;
}

int xml_line(const xmlNode *element) {
  return (int)xmlGetLineNo(element);
}
