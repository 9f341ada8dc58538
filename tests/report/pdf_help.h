/* SPDX-License-Identifier: Apache-2.0 */
/** @file For tests: the text of a PDF, by pdftotext of poppler. */
#ifndef TESTS_REPORT_PDF_HELP_H
#define TESTS_REPORT_PDF_HELP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lutetia/base.h"
#include "lutetia/base/file.h"

/** True if pdftotext is there. */
static inline bool pdf_readable(void) {
  return system("pdftotext -v > /dev/null 2>&1") == 0;
}

/** What a command prints. @return new, free() */
static inline char *pdf_run(const char *command) {
  lu_text text = LU_TEXT_INIT;
  char buffer[4096];
  size_t got;
  FILE *pipe = popen(command, "r");
  if (pipe == NULL) return NULL;
  while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0)
    lu_text_append(&text, buffer, got);
  if (pclose(pipe) != 0 || text.data == NULL) lu_text_puts(&text, "");
  return text.data == NULL ? calloc(1, 1) : text.data;
}

/** Text of one page (0: of all), as it is laid out or in the order of the file. @return new, free()
 */
static inline char *pdf_text(const lu_text *pdf, int page, bool layout) {
  char path[200], command[500];
  snprintf(path, sizeof path, LU_BUILD_DIR "/test-document-%ld.pdf", (long)getpid());
  if (lu_file_write(path, pdf->data, pdf->length, NULL) != LU_OK) return NULL;
  snprintf(command, sizeof command, "pdftotext %s -f %d -l %d '%s' -", layout ? "-layout" : "-raw",
           page == 0 ? 1 : page, page == 0 ? 9999 : page, path);
  char *text = pdf_run(command);
  unlink(path);
  return text;
}

/** Number of pages: each ends with a form feed. */
static inline int pdf_pages(const lu_text *pdf) {
  char *text = pdf_text(pdf, 0, false);
  int count = 0;
  for (const char *at = text; at != NULL && *at != '\0'; at++)
    count += *at == '\f';
  free(text);
  return count;
}

#endif
