/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256: published vectors (FIPS 180-4 examples, NIST), and libmd for every length around blocks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/hash.h"

static void assert_hash(const char *text, const char *expected) {
  char hash[LU_HASH_SIZE];
  lu_sha256(hash, text, strlen(text));
  assert_string_equal(hash, expected);
}

static void published_vectors(void **state) {
  (void)state;
  assert_hash("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert_hash("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  char *million = malloc(1000001);
  assert_non_null(million);
  memset(million, 'a', 1000000);
  million[1000000] = '\0';
  assert_hash(million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  free(million);
}

static void every_length(void **state) {
  uint8_t bytes[400];
  (void)state;
  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (uint8_t)(i * 167 + i / 7);
  for (size_t length = 0; length <= sizeof bytes; length++) {
    char hash[LU_HASH_SIZE], expected[SHA256_DIGEST_STRING_LENGTH];
    SHA2_CTX other;
    SHA256Init(&other);
    SHA256Update(&other, bytes, length);
    SHA256End(&other, expected);
    lu_sha256(hash, bytes, length);
    assert_string_equal(hash, expected);
  }
}

static void several_files(void **state) {
  static const char *const names[] = {"a.txt", "b.txt"};
  char hashes[2 * LU_HASH_SIZE], hash[LU_HASH_SIZE];
  lu_error error = LU_ERROR_INIT;
  (void)state;
  lu_sha256(hashes, "one\n", 4);
  lu_sha256(hashes + LU_HASH_SIZE, "two\n", 4);
  assert_int_equal(lu_sha256_list(hash, names, hashes, 2, &error), LU_OK);
  assert_string_equal(
      hash,
      "0db5a34fdc1cd0fa4cc6932107dc0c6c50ef19fabc076ee97e12ebab3235c063"); /* sha256sum a.txt b.txt
                                                                              | sha256sum */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(published_vectors),
      cmocka_unit_test(every_length),
      cmocka_unit_test(several_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
