/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of days off, and calendar files of what stands in them. Beyond not crashing: what is read
 * is whole dates, what is refused is told in one line, and what is written can be read again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/schedule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition) abort();
}

static void try_file(const char *text, lu_date day) {
  lu_text out = LU_TEXT_INIT;
  lu_ics_event event = {text, text, text, text, day, 1};
  lu_date stamp = {2026, 11, 24, true};
  lu_status status = lu_ics_write(&out, text, &event, 1, stamp, NULL);
  require(status == LU_OK || status == LU_BAD_INPUT || status == LU_USAGE);
  if (status == LU_OK) {
    const char *first = strstr(lu_text_string(&out), "\nBEGIN:VEVENT");
    require(first != NULL && strstr(first + 1, "\nBEGIN:VEVENT") == NULL); /* nothing is forged */
  }
  lu_text_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lu_date *days;
  size_t count;
  lu_error error = LU_ERROR_INIT;
  char *text = malloc(size + 1);
  if (text == NULL) return 0;
  if (size > 0) memcpy(text, data, size);
  text[size] = '\0';
  lu_date day = {2026, 12, 1, true};
  if (lu_holidays_parse(&days, &count, text, size, "file", &error) == LU_OK) {
    for (size_t i = 0; i < count; i++)
      require(lu_date_whole(days[i]));
    if (count > 0) day = days[count - 1];
  } else {
    require(days == NULL && count == 0 && error.message[0] != '\0');
    require(strpbrk(error.message, "\n\r") == NULL);
  }
  try_file(text, day);
  free(days);
  free(text);
  return 0;
}
