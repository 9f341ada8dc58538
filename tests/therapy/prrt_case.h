/* SPDX-License-Identifier: Apache-2.0 */
/* An invented patient for tests of course and day: every gate is met. */
#ifndef TESTS_THERAPY_PRRT_CASE_H
#define TESTS_THERAPY_PRRT_CASE_H

#include "opened.h"

#define CASE_HEAD(sex)                                                                             \
  "{\"lutetia_case\": 1, \"id\": \"t\", \"patient\": {\"sex\": \"" sex                             \
  "\", \"birth_year\": "                                                                           \
  "1966, \"height_cm\": 178, \"weight_kg\": 80, \"ecog\": 1, \"life_expectancy_mo\": 60}, "        \
  "\"tumour\": {\"site\": \"small_intestine\", \"function\": \"none\"}, \"pathology\": [{\"id\": " \
  "\"p\", \"date\": \"2025-01-10\", \"differentiation\": \"well\", \"ki67\": {\"percent\": 5}}], " \
  "\"imaging\": [{\"kind\": \"sstr_pet\", \"date\": \"2026-09-02\", \"krenning\": {\"scale\": "    \
  "\"pet_krenning\", \"score\": 4}, \"all_lesions_positive\": \"yes\"}]"
#define CASE_GIVEN(cycle, date)                                               \
  "{\"drug\": \"177Lu-DOTATATE\", \"date\": \"" date "\", \"cycle\": " #cycle \
  ", \"amount\": 7.4, \"unit\": \"GBq\"}"
#define CASE_ONE(date) CASE_HEAD("male") ", \"administrations\": [" CASE_GIVEN(1, date) "]}"

/** Index of an entry of a list by its id; fails the test if there is none. */
static inline size_t entry_index(const json_t *document, const char *list, const char *id) {
  const json_t *entries = json_object_get(document, list);
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const char *found = json_string_value(json_object_get(json_array_get(entries, i), "id"));
    if (found != NULL && strcmp(found, id) == 0) return i;
  }
  fail_msg("there is no %s in %s", id, list);
  return 0;
}

/** Text of a member of such an entry. */
static inline const char *entry_text(const json_t *document, const char *list, const char *id,
                                     const char *member) {
  const json_t *entry =
      json_array_get(json_object_get(document, list), entry_index(document, list, id));
  const char *text = json_string_value(json_object_get(entry, member));
  if (text == NULL) fail_msg("%s of %s is no text", member, id);
  return text;
}

static inline lu_date date_of(const char *text) {
  lu_date date;
  lu_error error = LU_ERROR_INIT;
  expect_fine(lu_date_parse(&date, text, &error), &error);
  return date;
}

#endif
