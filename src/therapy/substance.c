/* SPDX-License-Identifier: Apache-2.0 */
/* What a name in a record or on the command line means: drug, class, regimen. */
#include <string.h>

#include "formulary_inner.h"
#include "head.h"

static char small(char byte) {
  return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_word(char byte) {
  byte = small(byte);
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

/* True if a text holds a name as whole words, whatever the case. */
static bool holds_name(const char *text, const char *name) {
  size_t length = strlen(name);
  for (const char *at = text; *at != '\0' && length > 0; at++) {
    size_t same = 0;
    if (at > text && is_word(at[-1]) && is_word(*at)) continue;
    while (same < length && small(at[same]) == small(name[same]))
      same++;
    if (same == length && !(is_word(at[length]) && is_word(name[length - 1]))) return true;
  }
  return false;
}

static bool same_name(const char *a, const char *b) {
  for (; *a != '\0' && *b != '\0'; a++, b++)
    if (small(*a == '_' || *a == ' ' ? '-' : *a) != small(*b == '_' || *b == ' ' ? '-' : *b))
      return false;
  return *a == *b;
}

/* Length of the longest name of a file that the text holds; 0 for none. */
static size_t longest_name(const json_t *file, const char *text) {
  size_t longest = 0, index;
  json_t *name;
  const char *label = therapy_text(file, "label");
  if (holds_name(text, label)) longest = strlen(label);
  json_array_foreach(json_object_get(file, "names"), index, name) {
    const char *said = json_string_value(name);
    if (said != NULL && strlen(said) > longest && holds_name(text, said)) longest = strlen(said);
  }
  return longest;
}

const json_t *formulary_recognise(const lu_formulary *formulary, const char *name) {
  const shelf_files *shelf = &formulary->shelves[SHELF_DRUGS];
  const json_t *best = NULL;
  size_t longest = 0;
  for (size_t i = 0; i < shelf->count; i++) {
    if (same_name(shelf->ids[i], name)) return shelf->files[i];
    size_t length = longest_name(shelf->files[i], name);
    if (length > longest) {
      longest = length;
      best = shelf->files[i];
    }
  }
  return best;
}

static bool holds_any(const json_t *names, const char *text) {
  size_t index;
  json_t *name;
  json_array_foreach(names, index, name) {
    const char *said = json_string_value(name);
    if (said != NULL && holds_name(text, said)) return true;
  }
  return false;
}

bool formulary_in_class(const lu_formulary *formulary, const char *name, const char *class_id) {
  const json_t *drug = formulary_recognise(formulary, name);
  if (therapy_lists(json_object_get(drug, "classes"), class_id)) return true;
  const json_t *entry = formulary_shared_entry(formulary, "classes", class_id);
  return holds_any(json_object_get(entry, "members"), name);
}

bool formulary_same_name(const char *text, const char *name) {
  return holds_name(text, name);
}

bool formulary_knows(const lu_formulary *formulary, const char *name) {
  size_t index;
  json_t *entry;
  if (formulary_recognise(formulary, name) != NULL) return true;
  json_array_foreach(json_object_get(formulary_shared(formulary, "classes"), "classes"), index,
                     entry) {
    if (holds_any(json_object_get(entry, "members"), name)) return true;
  }
  return false;
}

/* ---- regimens ---------------------------------------------------------------------------------
 */

static bool is_called(const json_t *regimen, const char *text) {
  size_t index;
  json_t *name;
  if (same_name(therapy_text(regimen, "id"), text) ||
      same_name(therapy_text(regimen, "label"), text))
    return true;
  json_array_foreach(json_object_get(regimen, "names"), index, name) {
    if (json_is_string(name) && same_name(json_string_value(name), text)) return true;
  }
  return false;
}

/* Ids of all regimens, in their order. */
static void list_regimens(lu_text *out, const lu_formulary *formulary) {
  for (size_t i = 0; i < lu_formulary_regimen_count(formulary); i++)
    lu_text_printf(out, "%s%s", i == 0 ? "" : ", ",
                   therapy_text(lu_formulary_regimen_at(formulary, i), "id"));
}

lu_status formulary_find_regimen(const json_t **out, const lu_formulary *formulary,
                                 const char *text, lu_error *error) {
  const json_t *part = NULL;
  size_t parts = 0;
  for (size_t i = 0; i < lu_formulary_regimen_count(formulary); i++) {
    const json_t *regimen = lu_formulary_regimen_at(formulary, i);
    if (is_called(regimen, text)) {
      *out = regimen;
      return LU_OK;
    }
    if (longest_name(regimen, text) > 0 || holds_name(therapy_text(regimen, "label"), text)) {
      part = regimen;
      parts++;
    }
  }
  if (parts == 1) {
    *out = part;
    return LU_OK;
  }
  lu_text list = LU_TEXT_INIT;
  list_regimens(&list, formulary);
  lu_status status = list.failed
                         ? lu_fail_memory(error)
                         : lu_fail(error, LU_USAGE, "there is no regimen \"%.60s\"; valid are %s",
                                   text, lu_text_string(&list));
  lu_text_free(&list);
  return status;
}
