/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in cells, in a process whose locale writes numbers with a comma. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "cell.h"
#include "lutetia/decision.h"

/* What strtod() of the C library does under such a locale, which this machine may not have: it
   stands in for that of the library in this program. */
double strtod(const char *text, char **end);
double strtod(const char *text, char **end) {
  double number = 0;
  for (; *text >= '0' && *text <= '9'; text++)
    number = 10 * number + (*text - '0');
  if (end != NULL) memcpy(end, &text, sizeof text);
  return number;
}

#define MOST 4

static void numbers_of_cells(void **state) {
  (void)state;
  static const struct {
    const char *cell;
    size_t count;
    double numbers[MOST];
  } cases[] = {{"<= 2.5", 1, {2.5}},
               {"(3..20]", 2, {3, 20}},
               {"[0.8..4.25)", 2, {0.8, 4.25}},
               {"[.5...75]", 2, {0.5, 0.75}},
               {"< .5", 1, {0.5}},
               {"1.5e2", 1, {150}},
               {"3.", 1, {3}},
               {"\"G2 1.5\", \"G3\"", 0, {0}},
               {"ki67_2 > 2.5, -", 1, {2.5}},
               {"-", 0, {0}},
               {"1, 2.125 , 30", 3, {1, 2.125, 30}}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const char *text = cases[i].cell;
    double number;
    size_t count = 0;
    while (cell_next_number(&number, &text)) {
      if (count == cases[i].count || number < cases[i].numbers[count] ||
          number > cases[i].numbers[count])
        fail_msg("%s: number %zu is %g", cases[i].cell, count, number);
      count++;
    }
    if (count != cases[i].count) fail_msg("%s: %zu numbers", cases[i].cell, count);
  }
}

static void number_at_the_start(void **state) {
  (void)state;
  double number = 7;
  const char *end = lu_number_read(&number, "-12.75 d");
  assert_true(number == -12.75);
  assert_string_equal(end, " d");
  assert_string_equal(lu_number_read(&number, "2..5"), "..5");
  assert_true(number == 2);
  static const char *const none[] = {"", "-", "x", ".", "..5", " 1", "+1", "1e9999999"};
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
    if (lu_number_read(&number, none[i]) != NULL) fail_msg("\"%s\" is a number", none[i]);
  assert_true(number == 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_of_cells),
      cmocka_unit_test(number_at_the_start),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
