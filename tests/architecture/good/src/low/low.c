#include "lutetia/low.h"

#include <string.h>

#include "inner.h"

/* lutetia, lu_177 steps, lu-tables, day - 90 and the year 1968 are no nuclides; Ki-67 is none */
static const char *const table[] = {"constant", "pointers", "move", "at", "load", "time"};
static const int numbers[] = {1, 2, 3};

int lu_low(int number) {
  return number * numbers[1] * inner_factor();
}

int inner_factor(void) {
  return (int)strlen(table[1]);
}

size_t lu_part(const char *text) {
  return strlen(text);
}
