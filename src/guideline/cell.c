/* SPDX-License-Identifier: Apache-2.0 */
#include "cell.h"

#include <string.h>

#include "lutetia/decision.h"

static bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

static bool is_name(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool cell_next_number(double *out, const char **text) {
  for (const char *p = *text; *p != '\0';) {
    if (*p == '"') {
      const char *end = strchr(p + 1, '"');
      p = end == NULL ? p + strlen(p) : end + 1;
    } else if (p[0] == '.' && p[1] == '.') {
      p += 2; /* between the ends of a range */
    } else if (is_digit(*p) || *p == '.') {
      const char *end = lu_number_read(out, p);
      if (end != NULL) {
        *text = end;
        return true;
      }
      p++;
    } else if (is_name(*p)) {
      while (is_name(*p) || is_digit(*p))
        p++;
    } else
      p++;
  }
  return false;
}
