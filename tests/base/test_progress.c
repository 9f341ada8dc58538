/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* pseudo-terminals */
#include "lutetia/base/progress.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void check(const char *what, uint64_t done, uint64_t total, double elapsed_s, unsigned width,
                  const char *wanted) {
  char line[512];
  assert_string_equal(lu_progress_render(line, sizeof line, what, done, total, elapsed_s, width),
                      wanted);
}

static void test_render(void **state) {
  (void)state;
  check("tables", 42, 100, 21, 60, "tables  [##########...............]   42 %  2.0/s  0:29 left");
  check("tables", 42, 100, 21, 40, "tables   42 %  2.0/s  0:29 left");
  check("tables", 42, 100, 21, 26, "tables   42 %  0:29 left");
  check("tables", 42, 100, 21, 10, "tables   4");
  check("tables", 0, 100, 0, 30, "tables  [.............]    0 %");
  check("tables", 100, 100, 5000, 79,
        "tables  [########################################]  100 %  0.02/s  0:00 left");
  check("reading", 1234, 0, 0.5, 80, "reading  1234  2.5 k/s");
  check("x", 1, 1000000, 1, 40, "x  [..........]    0 %  1.0/s  12 d left");
  check("x", 3, 7200, 3, 35, "x    0 %  1.0/s  1:59:57 left");
  check("x", 5, 3, 1, 40, "x  [##########]  100 %  3.0/s  0:00 left");
}

static void test_never_wider_than_the_terminal(void **state) {
  (void)state;
  const char *const names[] = {"", "tables",
                               "ein sehr langer N\xc3\xa4me, der nicht hineinpasst, nie"};
  for (size_t n = 0; n < 3; n++) {
    for (unsigned width = 0; width < 200; width++) {
      for (uint64_t done = 0; done <= 1000000; done = done * 10 + 1) {
        char line[512];
        lu_progress_render(line, sizeof line, names[n], done, 1000000, 3.7, width);
        size_t columns = 0;
        for (const char *c = line; *c != '\0'; c++)
          columns += ((unsigned char)*c & 0xC0) != 0x80;
        assert_true(columns <= width);
      }
    }
  }
  char tiny[5];
  lu_progress_render(tiny, sizeof tiny, "tables", 1, 2, 1, 80);
  assert_string_equal(tiny, "tabl");
}

static void test_silent_without_terminal(void **state) {
  (void)state;
  FILE *file = tmpfile();
  lu_progress_bar *bar = NULL;
  assert_int_equal(lu_progress_bar_new(&bar, file, NULL), LU_OK);
  for (uint64_t i = 0; i <= 10; i++)
    lu_progress_bar_update(bar, "work", i, 10);
  lu_progress_bar_free(bar);
  assert_int_equal(ftell(file), 0);
  fclose(file);
  lu_progress_bar_free(NULL);
}

static void test_draws_on_a_terminal(void **state) {
  (void)state;
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
    print_message("no pseudo-terminals here\n");
    skip();
  }
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  assert_true(slave >= 0);
  FILE *terminal = fdopen(slave, "w");
  lu_progress_bar *bar = NULL;
  assert_int_equal(lu_progress_bar_new(&bar, terminal, NULL), LU_OK);
  /* two thousand calls, of which only the first, the last and a few by time are drawn */
  for (uint64_t i = 0; i <= 2000; i++)
    lu_progress_bar_update(bar, "work", i, 2000);
  lu_progress_bar_update(bar, "more", 0, 7);
  lu_progress_bar_free(bar);
  char text[4000];
  fclose(terminal);
  size_t length = 0;
  ssize_t got = 0;
  while ((got = read(master, text + length, sizeof text - 1 - length)) > 0)
    length += (size_t)got;
  assert_true(length > 4);
  text[length] = '\0';
  assert_memory_equal(text, "work", 4);
  assert_non_null(strstr(text, "100 %"));
  assert_non_null(strstr(text, "\r\033[Kmore"));
  assert_string_equal(text + length - 4, "\r\033[K");
  size_t drawings = 0;
  for (const char *at = text; (at = strstr(at, "\033[K")) != NULL; at++)
    drawings++;
  assert_in_range(drawings, 3, 40);
  close(master);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_render),
      cmocka_unit_test(test_never_wider_than_the_terminal),
      cmocka_unit_test(test_silent_without_terminal),
      cmocka_unit_test(test_draws_on_a_terminal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
