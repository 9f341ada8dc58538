/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * For tests: lets one chosen allocation fail. Included by one source of a test program only, as it
 * defines malloc(), calloc() and realloc() of that program on top of glibc's.
 *
 *   for (size_t n = 1; ; n++) {
 *     failing_malloc_arm(n);          // the n-th allocation from here fails
 *     status = work();
 *     if (!failing_malloc_disarm()) break;   // it was never reached: every allocation was tried
 *     assert_int_equal(status, LU_OUT_OF_MEMORY);
 *   }
 *
 * With a sanitizer, which brings its own allocator, FAILING_MALLOC is 0 and nothing fails.
 */
#ifndef TESTS_FAILING_MALLOC_H
#define TESTS_FAILING_MALLOC_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FAILING_MALLOC 0
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FAILING_MALLOC 0
#endif
#if !defined(FAILING_MALLOC) && defined(__GLIBC__)
#define FAILING_MALLOC 1
#endif
#ifndef FAILING_MALLOC
#define FAILING_MALLOC 0
#endif

/** Allocations until the failing one; 0: none fails. */
static size_t failing_malloc_countdown;
/** True once it was reached. */
static bool failing_malloc_reached;

static inline void failing_malloc_arm(size_t n) {
  failing_malloc_reached = false;
  failing_malloc_countdown = n;
}

/** Stops failing. @return true if the chosen allocation was reached, and so failed */
static inline bool failing_malloc_disarm(void) {
  failing_malloc_countdown = 0;
  return failing_malloc_reached;
}

#if FAILING_MALLOC
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
/* visible to the C library too, whatever the visibility that the build asks for */
__attribute__((visibility("default"))) void *malloc(size_t size);
__attribute__((visibility("default"))) void *calloc(size_t count, size_t size);
__attribute__((visibility("default"))) void *realloc(void *memory, size_t size);

static bool failing_malloc_now(void) {
  if (failing_malloc_countdown == 0 || --failing_malloc_countdown != 0) return false;
  failing_malloc_reached = true;
  errno = ENOMEM;
  return true;
}

void *malloc(size_t size) {
  return failing_malloc_now() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  return failing_malloc_now() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  return failing_malloc_now() ? NULL : __libc_realloc(memory, size);
}
#endif

#endif
