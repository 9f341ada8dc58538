/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "lutetia/base/file.h"

/** A fresh folder for each test. */
static int make_folder(void **state) {
  char pattern[] = LU_BUILD_DIR "/test-file-XXXXXX";
  if (mkdtemp(pattern) == NULL) return -1;
  *state = strdup(pattern);
  return *state == NULL ? -1 : 0;
}

/** Removes the folder; the tests leave two levels at most. */
static int remove_folder(void **state) {
  lu_folder inside;
  if (lu_folder_list(&inside, *state, NULL, NULL) == LU_OK) {
    for (size_t i = 0; i < inside.count; i++) {
      char *path = lu_path_join(*state, inside.names[i]);
      char *deeper = lu_path_join(path, "b");
      rmdir(deeper);
      remove(path);
      free(deeper);
      free(path);
    }
    lu_folder_free(&inside);
  }
  int result = rmdir(*state);
  free(*state);
  return result;
}

static void test_write_then_read(void **state) {
  char *path = lu_path_join(*state, "a.bin");
  for (size_t size = 0; size < 300000; size = size * 7 + 1) {
    char *bytes = malloc(size + 1);
    for (size_t i = 0; i < size; i++)
      bytes[i] = (char)(i * 31);
    assert_int_equal(lu_file_write(path, bytes, size, NULL), LU_OK);
    char *back = NULL;
    size_t length = 0;
    assert_int_equal(lu_file_read(&back, &length, path, 0, NULL), LU_OK);
    assert_int_equal(length, size);
    assert_memory_equal(back, bytes, size);
    assert_int_equal(back[length], '\0');
    free(back);
    assert_int_equal(lu_file_read(&back, NULL, path, size == 0 ? 1 : size, NULL), LU_OK);
    free(back);
    free(bytes);
  }
  lu_folder folder;
  assert_int_equal(lu_folder_list(&folder, *state, "", NULL), LU_OK);
  assert_int_equal(folder.count, 1);
  lu_folder_free(&folder);
  free(path);
}

static void test_read_failures(void **state) {
  char *path = lu_path_join(*state, "a.txt");
  char *out = (char *)path;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_file_read(&out, NULL, path, 0, &error), LU_IO);
  assert_null(out);
  assert_non_null(strstr(error.message, "a.txt"));
  assert_int_equal(lu_file_write(path, "12345", 5, NULL), LU_OK);
  assert_int_equal(lu_file_read(&out, NULL, path, 4, &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "4 bytes"));
  assert_null(out);
  assert_int_equal(lu_file_read(&out, NULL, *state, 0, &error), LU_IO);
  free(path);
}

static void test_standard_input(void **state) {
  char *path = lu_path_join(*state, "in.txt");
  assert_int_equal(lu_file_write(path, "typed", 5, NULL), LU_OK);
  assert_non_null(freopen(path, "r", stdin));
  char *out = NULL;
  assert_int_equal(lu_file_read(&out, NULL, "-", 100, NULL), LU_OK);
  assert_string_equal(out, "typed");
  free(out);
  free(path);
}

static bool is_link(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static unsigned mode_of(const char *path) {
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  return (unsigned)status.st_mode & 0777u;
}

static void expect_content(const char *path, const char *wanted) {
  char *out = NULL;
  assert_int_equal(lu_file_read(&out, NULL, path, 0, NULL), LU_OK);
  assert_string_equal(out, wanted);
  free(out);
}

/* What a record tells is for its owner; who opened a file to others wanted it so. */
static void test_modes(void **state) {
  char *path = lu_path_join(*state, "a.txt");
  static const unsigned modes[] = {0600, 0640, 0664, 0606};
  assert_int_equal(lu_file_write(path, "new", 3, NULL), LU_OK);
  assert_int_equal(mode_of(path), 0600);
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    assert_int_equal(chmod(path, (mode_t)modes[i]), 0);
    assert_int_equal(lu_file_write(path, "again", 5, NULL), LU_OK);
    assert_int_equal(mode_of(path), modes[i]);
    expect_content(path, "again");
  }
  if (geteuid() != 0) { /* everybody else is kept from a file that is for reading only */
    assert_int_equal(chmod(path, 0400), 0);
    assert_int_equal(lu_file_write(path, "worse", 5, NULL), LU_IO);
    expect_content(path, "again");
  }
  free(path);
}

static void test_links_stay(void **state) {
  char *path = lu_path_join(*state, "a.txt"), *link = lu_path_join(*state, "link"),
       *second = lu_path_join(*state, "second"), *nothing = lu_path_join(*state, "nothing");
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_file_write(path, "old", 3, NULL), LU_OK);
  assert_int_equal(symlink("a.txt", link), 0);
  assert_int_equal(symlink("link", second), 0);
  assert_int_equal(lu_file_write(second, "new", 3, NULL), LU_OK);
  assert_true(is_link(second) && is_link(link) && !is_link(path));
  expect_content(path, "new");
  assert_int_equal(symlink("nowhere", nothing), 0);
  assert_int_equal(lu_file_write(nothing, "new", 3, &error), LU_IO);
  assert_non_null(strstr(error.message, "link to a file that does not exist"));
  assert_true(is_link(nothing));
  free(nothing);
  free(second);
  free(link);
  free(path);
}

static void test_pipes_are_written_through(void **state) {
  char *path = lu_path_join(*state, "pipe");
  char got[10] = "";
  assert_int_equal(mkfifo(path, 0600), 0);
  int reader = open(path, O_RDONLY | O_NONBLOCK);
  assert_true(reader >= 0);
  assert_int_equal(lu_file_write(path, "piped", 5, NULL), LU_OK);
  assert_int_equal(read(reader, got, sizeof got), 5);
  assert_string_equal(got, "piped");
  close(reader);
  struct stat status;
  assert_int_equal(lstat(path, &status), 0);
  assert_true(S_ISFIFO(status.st_mode));
  assert_int_equal(lu_file_write("/dev/null", "gone", 4, NULL), LU_OK);
  assert_int_equal(stat("/dev/null", &status), 0);
  assert_true(S_ISCHR(status.st_mode));
  free(path);
}

static void test_failed_write_leaves_the_old_file(void **state) {
  char *path = lu_path_join(*state, "a.txt");
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_file_write(path, "old", 3, NULL), LU_OK);
  /* a name that a file cannot take: the folder itself */
  assert_int_equal(lu_file_write(*state, "new", 3, &error), LU_IO);
  char *nowhere = lu_path_join(*state, "missing/a.txt");
  assert_int_equal(lu_file_write(nowhere, "new", 3, &error), LU_IO);
  assert_non_null(strstr(error.message, "missing/a.txt"));
  /* a full disk */
  if (access("/dev/full", W_OK) == 0) {
    char *full = lu_path_join(*state, "full");
    assert_int_equal(symlink("/dev/full", full), 0);
    assert_int_equal(lu_file_write(full, "new", 3, &error), LU_IO);
    assert_true(is_link(full)); /* the device is not replaced, nor is what leads to it */
    free(full);
  }
  char *out = NULL;
  assert_int_equal(lu_file_read(&out, NULL, path, 0, NULL), LU_OK);
  assert_string_equal(out, "old");
  lu_folder folder;
  assert_int_equal(lu_folder_list(&folder, *state, NULL, NULL), LU_OK);
  for (size_t i = 0; i < folder.count; i++)
    assert_null(strstr(folder.names[i], "tmp"));
  lu_folder_free(&folder);
  char parent[1000];
  snprintf(parent, sizeof parent, "%s", (char *)*state);
  *strrchr(parent, '/') = '\0';
  assert_int_equal(lu_folder_list(&folder, parent, "-0", NULL), LU_OK);
  assert_int_equal(folder.count, 0);
  lu_folder_free(&folder);
  free(out);
  free(nowhere);
  free(path);
}

static void test_folders(void **state) {
  const char *const names[] = {"b.json", "a.json", "B.json", "c.txt", ".hidden.json"};
  for (size_t i = 0; i < 5; i++) {
    char *path = lu_path_join(*state, names[i]);
    assert_int_equal(lu_file_write(path, "", 0, NULL), LU_OK);
    free(path);
  }
  lu_folder folder;
  assert_int_equal(lu_folder_list(&folder, *state, ".json", NULL), LU_OK);
  assert_int_equal(folder.count, 3);
  assert_string_equal(folder.names[0], "B.json");
  assert_string_equal(folder.names[1], "a.json");
  assert_string_equal(folder.names[2], "b.json");
  lu_folder_free(&folder);
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_folder_list(&folder, "/no/such/folder", NULL, &error), LU_IO);
  assert_int_equal(folder.count, 0);
  char *deep = lu_path_join(*state, "a/b/");
  assert_int_equal(lu_folder_make(deep, &error), LU_OK);
  assert_int_equal(lu_folder_make(deep, &error), LU_OK);
  assert_true(lu_folder_exists(deep) && !lu_file_exists(deep));
  char *blocked = lu_path_join(*state, "c.txt/d");
  assert_int_equal(lu_folder_make(blocked, &error), LU_IO);
  free(blocked);
  free(deep);
  char *hidden = lu_path_join(*state, ".hidden.json");
  assert_true(lu_file_exists(hidden) && !lu_folder_exists(hidden));
  unlink(hidden);
  free(hidden);
}

static void check_join(const char *folder, const char *name, const char *wanted) {
  char *path = lu_path_join(folder, name);
  assert_string_equal(path, wanted);
  free(path);
}

static void test_paths(void **state) {
  (void)state;
  check_join("a", "b", "a/b");
  check_join("a/", "b", "a/b");
  check_join("/", "b", "/b");
  check_join("", "b", "b");
  check_join("a", "/b", "/b");
  assert_string_equal(lu_path_name("/a/b.json"), "b.json");
  assert_string_equal(lu_path_name("b.json"), "b.json");
  assert_string_equal(lu_path_name("a/"), "");
}

static void test_without_memory(void **state) {
  if (!FAILING_MALLOC) skip();
  char *path = lu_path_join(*state, "a.txt");
  char *big = malloc(400000);
  memset(big, 'x', 400000);
  assert_int_equal(lu_file_write(path, big, 400000, NULL), LU_OK);
  unsigned rounds = 0;
  for (size_t n = 1;; n++) {
    char *out = NULL;
    lu_folder folder = {NULL, 0};
    failing_malloc_arm(n);
    lu_status status = lu_file_read(&out, NULL, path, 0, NULL);
    if (status == LU_OK) status = lu_folder_list(&folder, *state, NULL, NULL);
    if (status == LU_OK) status = lu_file_write(path, "new", 3, NULL);
    if (status == LU_OK) status = lu_folder_make(*state, NULL);
    bool reached = failing_malloc_disarm();
    free(out);
    lu_folder_free(&folder);
    if (!reached) break;
    rounds++;
    assert_int_equal(status, LU_OUT_OF_MEMORY);
  }
  assert_true(rounds >= 8);
  free(big);
  free(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_write_then_read, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_read_failures, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_standard_input, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_failed_write_leaves_the_old_file, make_folder,
                                      remove_folder),
      cmocka_unit_test_setup_teardown(test_modes, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_links_stay, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_pipes_are_written_through, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_folders, make_folder, remove_folder),
      cmocka_unit_test(test_paths),
      cmocka_unit_test_setup_teardown(test_without_memory, make_folder, remove_folder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
