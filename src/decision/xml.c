/* SPDX-License-Identifier: Apache-2.0 */
#include "xml.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** Starts libxml2 once per process: its parser tables are the only state, and they are its own. */
static void start_parser(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, xmlInitParser);
}

/** What the parser complained of. */
typedef struct complaint {
  bool short_of_memory;
  bool found;
  int line;
  char message[300]; /**< the first one */
} complaint;

/** Takes a complaint of libxml2, which would print it otherwise. */
static void take_complaint(void *user, xmlErrorPtr fault) {
  complaint *kept = user;
  if (fault->code == XML_ERR_NO_MEMORY) kept->short_of_memory = true;
  if (kept->found || fault->level < XML_ERR_ERROR) return;
  kept->found = true;
  kept->line = fault->line;
  snprintf(kept->message, sizeof kept->message, "%s",
           fault->message == NULL ? "unknown" : fault->message);
  kept->message[strcspn(kept->message, "\r\n")] = '\0';
}

/** Parses, while this thread's complaints of libxml2 go to us alone. NULL if it is not well-formed.
 */
static xmlDoc *parse_bytes(complaint *kept, const char *bytes, int length) {
  const int options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOBLANKS | XML_PARSE_COMPACT |
                      XML_PARSE_BIG_LINES;
  xmlStructuredErrorFunc usual = xmlStructuredError; /* these two are of the thread */
  void *usual_context = xmlStructuredErrorContext;
  xmlSetStructuredErrorFunc(kept, take_complaint);
  xmlDoc *document = NULL;
  xmlParserCtxt *parser = xmlNewParserCtxt();
  if (parser == NULL)
    kept->short_of_memory = true;
  else
    document = xmlCtxtReadMemory(parser, bytes, length, NULL, NULL, options);
  if (document != NULL && (parser->wellFormed == 0 || kept->short_of_memory)) {
    xmlFreeDoc(document);
    document = NULL;
  }
  xmlFreeParserCtxt(parser);
  xmlSetStructuredErrorFunc(usual_context, usual);
  return document;
}

lu_status xml_parse(xmlDoc **out, const char *bytes, size_t length, const char *name,
                    lu_error *error) {
  *out = NULL;
  if (length > XML_LIMIT)
    return lu_fail(error, LU_BAD_INPUT, "%s: the file has %zu bytes; at most %zu are read", name,
                   length, XML_LIMIT);
  if (length == 0) return lu_fail(error, LU_BAD_INPUT, "%s: the file is empty", name);
  start_parser();
  complaint kept = {.found = false};
  xmlDoc *document = parse_bytes(&kept, bytes, (int)length);
  lu_status status = LU_OK;
  /* Whatever is wrong with the text is complained of; only short memory may not be. */
  if (kept.short_of_memory || (document == NULL && !kept.found))
    status = lu_fail_memory(error);
  else if (document == NULL)
    status = lu_fail(error, LU_BAD_INPUT, "%s:%d: this is not well-formed XML: %s", name, kept.line,
                     kept.message);
  else if (document->intSubset != NULL || document->extSubset != NULL)
    status = lu_fail(error, LU_BAD_INPUT,
                     "%s: a document type declaration (<!DOCTYPE ...>) is not allowed here", name);
  else if (xmlDocGetRootElement(document) == NULL)
    status = lu_fail(error, LU_BAD_INPUT, "%s: there is no root element", name);
  if (status == LU_OK)
    *out = document;
  else
    xmlFreeDoc(document);
  return status;
}

/* By system calls, which need no memory: a failure then says that the file cannot be read. */
size_t xml_read_head(char *buffer, size_t size, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  size_t length = 0;
  for (;;) {
    ssize_t got = read(file, buffer + length, size - length);
    if (got > 0) length += (size_t)got;
    if (got == 0 || length == size || (got < 0 && errno != EINTR)) break;
  }
  close(file);
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
