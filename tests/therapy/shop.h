/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary and the formulary of the project, for tests of data files. */
#ifndef TESTS_THERAPY_SHOP_H
#define TESTS_THERAPY_SHOP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include "formulary_inner.h"
#include "head.h"

struct shop {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_formulary *formulary;
};

static inline int start(void **state) {
  static struct shop shop;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_new(&shop.context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(shop.context, LU_SOURCE_DIR "/data", &error), LU_OK);
  lu_context_set_today(shop.context, (lu_date){2026, 11, 24, true});
  assert_int_equal(lu_dictionary_read(&shop.dictionary, shop.context, &error), LU_OK);
  if (lu_formulary_read(&shop.formulary, shop.dictionary, shop.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  *state = &shop;
  return 0;
}

static inline int stop(void **state) {
  struct shop *shop = *state;
  if (shop == NULL) return 0; /* the start failed, and said why */
  lu_formulary_free(shop->formulary);
  lu_dictionary_free(shop->dictionary);
  lu_context_free(shop->context);
  return 0;
}

#endif
