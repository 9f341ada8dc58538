/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "lutetia/base/error.h"
#include "lutetia/base/memory.h"
#include "lutetia/base/text.h"

static void test_arena_gives_zeroed_aligned_separate_memory(void **state) {
  (void)state;
  lu_arena *arena = lu_arena_new();
  unsigned char *blocks[2000];
  for (size_t i = 0; i < 2000; i++) {
    blocks[i] = lu_arena_alloc(arena, i);
    assert_int_equal((uintptr_t)blocks[i] % 16, 0);
    for (size_t j = 0; j < i; j++)
      assert_int_equal(blocks[i][j], 0);
    memset(blocks[i], (int)(i % 251), i);
  }
  for (size_t i = 0; i < 2000; i++)
    for (size_t j = 0; j < i; j++)
      assert_int_equal(blocks[i][j], i % 251);
  assert_false(lu_arena_failed(arena));
  lu_arena_free(arena);
  lu_arena_free(NULL);
}

static void test_arena_text(void **state) {
  (void)state;
  lu_arena *arena = lu_arena_new();
  assert_string_equal(lu_arena_copy(arena, "abcdef", 3), "abc");
  assert_string_equal(lu_arena_copy(arena, NULL, 0), "");
  assert_string_equal(lu_arena_strdup(arena, "liver"), "liver");
  assert_null(lu_arena_strdup(arena, NULL));
  assert_string_equal(lu_arena_printf(arena, "%d of %s", 3, "10"), "3 of 10");
  lu_arena_free(arena);
}

static void test_arena_mark_and_rewind(void **state) {
  (void)state;
  lu_arena *arena = lu_arena_new();
  lu_arena_mark empty = lu_arena_tell(arena);
  char *kept = lu_arena_strdup(arena, "kept");
  lu_arena_mark mark = lu_arena_tell(arena);
  char *first = lu_arena_alloc(arena, 100);
  memset(first, 7, 100);
  for (int i = 0; i < 100; i++)
    lu_arena_alloc(arena, 50000);
  lu_arena_rewind(arena, mark);
  char *second = lu_arena_alloc(arena, 100);
  assert_ptr_equal(first, second);
  for (int i = 0; i < 100; i++)
    assert_int_equal(second[i], 0);
  assert_string_equal(kept, "kept");
  /* the chunks that were made before are filled again without harm */
  for (int i = 0; i < 100; i++)
    memset(lu_arena_alloc(arena, 50000), i, 50000);
  lu_arena_rewind(arena, empty);
  assert_ptr_equal(lu_arena_alloc(arena, 5), kept);
  lu_arena_reset(arena);
  assert_ptr_equal(lu_arena_alloc(arena, 5), kept);
  lu_arena_free(arena);
}

static void test_arena_overflow_is_a_sticky_failure(void **state) {
  (void)state;
  lu_arena *arena = lu_arena_new();
  assert_null(lu_arena_array(arena, SIZE_MAX / 2, 3));
  assert_true(lu_arena_failed(arena));
  assert_null(lu_arena_alloc(arena, 1));
  lu_arena_reset(arena);
  assert_false(lu_arena_failed(arena));
  assert_null(lu_arena_alloc(arena, SIZE_MAX));
  assert_true(lu_arena_failed(arena));
  lu_arena_free(arena);
}

static void test_arena_without_memory(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  size_t tried = 0;
  for (size_t n = 1;; n++) {
    failing_malloc_arm(n);
    lu_arena *arena = lu_arena_new();
    bool whole = arena != NULL;
    for (int i = 0; arena != NULL && i < 10; i++) {
      char *text = lu_arena_printf(arena, "%*d", 40000, i);
      if (text == NULL) whole = false;
    }
    bool failed = arena == NULL || lu_arena_failed(arena);
    bool reached = failing_malloc_disarm();
    lu_arena_free(arena);
    assert_true(failed == reached);
    assert_true(whole == !reached);
    if (!reached) break;
    tried++;
  }
  assert_true(tried >= 3);
}

static void test_text(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  assert_string_equal(lu_text_string(&text), "");
  lu_text_puts(&text, "a");
  lu_text_append(&text, "bcd", 2);
  lu_text_printf(&text, "%03d", 7);
  lu_text_fill(&text, '-', 3);
  assert_string_equal(lu_text_string(&text), "abc007---");
  assert_int_equal(text.length, 9);
  for (int i = 0; i < 1000; i++)
    lu_text_printf(&text, "%d,", i);
  assert_int_equal(text.length, strlen(lu_text_string(&text)));
  char *stolen = lu_text_steal(&text);
  assert_memory_equal(stolen, "abc007---0,1,2,", 15);
  free(stolen);
  assert_string_equal(lu_text_string(&text), "");
  assert_null(lu_text_steal(&text));
  lu_text_fill(&text, 'x', SIZE_MAX / 2);
  assert_true(text.failed);
  lu_text_free(&text);
  assert_false(text.failed);
}

static void test_text_without_memory(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  for (size_t n = 1;; n++) {
    failing_malloc_arm(n);
    lu_text text = LU_TEXT_INIT;
    for (int i = 0; i < 100; i++)
      lu_text_puts(&text, "0123456789");
    bool reached = failing_malloc_disarm();
    assert_true(text.failed == reached);
    char *stolen = lu_text_steal(&text);
    assert_true((stolen == NULL) == reached);
    free(stolen);
    if (!reached) break;
    assert_true(n < 50);
  }
}

static void test_error(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_fail(&error, LU_BAD_INPUT, "age is %d", -3), LU_BAD_INPUT);
  assert_int_equal(lu_error_prefix(&error, "%s: ", "case.json"), LU_BAD_INPUT);
  assert_string_equal(error.message, "case.json: age is -3");
  assert_int_equal(lu_fail(NULL, LU_IO, "x"), LU_IO);
  assert_int_equal(lu_error_prefix(NULL, "x"), LU_INTERNAL);
  assert_int_equal(lu_fail_memory(&error), LU_OUT_OF_MEMORY);
  assert_int_equal(lu_status_exit_code(LU_OUT_OF_MEMORY), 1);
  assert_int_equal(lu_status_exit_code(LU_INTERRUPTED), 130);
  assert_int_equal(lu_status_exit_code(LU_DATA_MISSING), 4);
}

static void test_long_error_is_cut_between_characters(void **state) {
  (void)state;
  for (int shift = 0; shift < 4; shift++) {
    char longer[3001];
    for (int i = 0; i < 3000; i++)
      longer[i] = "\xe2\x82\xac"[i % 3]; /* euro signs */
    longer[3000] = '\0';
    lu_error error = LU_ERROR_INIT;
    lu_fail(&error, LU_IO, "%.*s%s", shift, "abcd", longer);
    size_t length = strlen(error.message);
    assert_true(length < sizeof error.message && length > sizeof error.message - 8);
    assert_int_equal((length - (size_t)shift) % 3, 0);
    lu_error_prefix(&error, "prefix: ");
    length = strlen(error.message);
    assert_int_equal((length - (size_t)shift - 8) % 3, 0);
    assert_memory_equal(error.message, "prefix: ", 8);
  }
}

static void test_error_is_always_utf8(void **state) {
  (void)state;
  const struct {
    const char *given, *kept;
  } rows[] = {
      {"plain", "plain"},
      {"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"},
      {"\xff|\xc3|\x80", "?|?|?"},
      {"\xc0\xaf", "??"},           /* over-long slash */
      {"\xed\xa0\x80", "???"},      /* surrogate */
      {"\xf4\x90\x80\x80", "????"}, /* beyond U+10FFFF */
      {"\xe0\x80\x80", "???"},      /* over-long NUL */
      {"\xe2\x82", "??"},           /* cut */
      {"\xf5\x80\x80\x80.", "????."},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    lu_error error = LU_ERROR_INIT;
    lu_fail(&error, LU_BAD_INPUT, "%s", rows[i].given);
    assert_string_equal(error.message, rows[i].kept);
    lu_error_prefix(&error, "%s", rows[i].given);
    assert_int_equal(strlen(error.message), 2 * strlen(rows[i].kept));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_arena_gives_zeroed_aligned_separate_memory),
      cmocka_unit_test(test_arena_text),
      cmocka_unit_test(test_arena_mark_and_rewind),
      cmocka_unit_test(test_arena_overflow_is_a_sticky_failure),
      cmocka_unit_test(test_arena_without_memory),
      cmocka_unit_test(test_text),
      cmocka_unit_test(test_text_without_memory),
      cmocka_unit_test(test_error),
      cmocka_unit_test(test_long_error_is_cut_between_characters),
      cmocka_unit_test(test_error_is_always_utf8),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
