/* SPDX-License-Identifier: Apache-2.0 */
/* Options that tell the same story are told once. */
#include <string.h>

#include "plan_parts.h"

/* Members by which options may differ and still be told together. */
static bool is_name(const char *key) {
  static const char *const names[] = {"option", "label", "rule", "table", "ties", "text"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp(key, names[i]) == 0) return true;
  return false;
}

static bool alike(const json_t *a, const json_t *b);

static bool members_alike(const json_t *a, const json_t *b) {
  const char *key;
  json_t *member;
  if (json_object_size(a) != json_object_size(b)) return false;
  json_object_foreach((json_t *)a, key, member) { /* jansson's iterators take no const */
    const json_t *other = json_object_get(b, key);
    if (other == NULL) return false;
    /* facts name themselves by a label that must agree */
    bool of_fact = json_object_get(a, "fact") != NULL;
    if (!(is_name(key) && !of_fact) && !alike(member, other)) return false;
  }
  return true;
}

static bool alike(const json_t *a, const json_t *b) {
  if (json_is_object(a) && json_is_object(b)) return members_alike(a, b);
  if (!json_is_array(a) || !json_is_array(b)) return json_equal(a, b) == 1;
  if (json_array_size(a) != json_array_size(b)) return false;
  for (size_t i = 0; i < json_array_size(a); i++)
    if (!alike(json_array_get(a, i), json_array_get(b, i))) return false;
  return true;
}

/* Appends a text to a member, with something between. */
static bool add_text(json_t *object, const char *key, const char *between, const char *more) {
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "%s%s%s", words_text(object, key), between, more);
  bool done =
      !text.failed && json_object_set_new(object, key, json_string(lu_text_string(&text))) == 0;
  lu_text_free(&text);
  return done;
}

/* Adds the numbers of the rules of one list to those of another, one by one. */
static bool add_rules(json_t *list, const json_t *others) {
  size_t index;
  json_t *rule;
  json_array_foreach(list, index, rule) {
    const char *id = words_text(json_array_get(others, index), "rule");
    if (strcmp(words_text(rule, "rule"), id) != 0 && !add_text(rule, "rule", ", ", id))
      return false;
  }
  return true;
}

/* ---- what is open may differ ---------------------------------------------------------------- */

/* Says in each open rule which option it is for. */
static bool name_open(json_t *option) {
  size_t index;
  json_t *rule;
  json_array_foreach(json_object_get(option, "open"), index, rule) {
    const char *label = words_text(option, "label");
    if (json_object_set_new(rule, "for", json_string(label)) != 0) return false;
  }
  return true;
}

/* Takes the names away where a rule is for all. */
static bool clear_open(json_t *option) {
  size_t index;
  json_t *rule;
  const char *label = words_text(option, "label");
  json_array_foreach(json_object_get(option, "open"), index, rule) {
    if (strcmp(words_text(rule, "for"), label) == 0 && json_object_del(rule, "for") != 0)
      return false;
  }
  return true;
}

/* The open rule that says the same, or NULL. */
static json_t *find_open(const json_t *list, const json_t *wanted) {
  size_t index;
  json_t *rule;
  json_array_foreach(list, index, rule) {
    if (strcmp(words_text(rule, "reason"), words_text(wanted, "reason")) == 0 &&
        strcmp(words_text(rule, "class"), words_text(wanted, "class")) == 0 &&
        alike(json_object_get(rule, "waits_for"), json_object_get(wanted, "waits_for")))
      return rule;
  }
  return NULL;
}

/* Behind the last rule of its class, so that the weightiest stay first. */
static size_t place_of_class(const json_t *list, const char *class_name) {
  size_t index, place = json_array_size(list);
  json_t *rule;
  json_array_foreach(list, index, rule) if (strcmp(words_text(rule, "class"), class_name) == 0)
      place = index + 1;
  return place;
}

static bool add_open(json_t *list, const json_t *others, const char *label) {
  size_t index;
  json_t *other;
  json_array_foreach(others, index, other) {
    json_t *rule = find_open(list, other);
    if (rule != NULL) {
      if (!add_text(rule, "for", " or ", label) ||
          !add_text(rule, "rule", ", ", words_text(other, "rule")))
        return false;
      continue;
    }
    rule = json_deep_copy(other);
    if (rule == NULL || json_object_set_new(rule, "for", json_string(label)) != 0 ||
        json_array_insert_new(list, place_of_class(list, words_text(other, "class")),
                              json_incref(rule)) != 0) {
      json_decref(rule);
      return false;
    }
    json_decref(rule);
  }
  return true;
}

/* ---- joining -------------------------------------------------------------------------------- */

/* True if two options stand at one place for the same reasons and facts. */
static bool same_story(const json_t *a, const json_t *b) {
  static const char *const keys[] = {"section",   "rank",     "class",    "best",      "check",
                                     "emergency", "intents",  "reasons",  "overruled", "changes",
                                     "near",      "calendar", "waits_for"};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const json_t *left = json_object_get(a, keys[i]), *right = json_object_get(b, keys[i]);
    if ((left == NULL) != (right == NULL) || (left != NULL && !alike(left, right))) return false;
  }
  return true;
}

static bool join(json_t *joined, const json_t *option) {
  const char *label = words_text(option, "label");
  return add_rules(json_object_get(joined, "reasons"), json_object_get(option, "reasons")) &&
         add_rules(json_object_get(joined, "overruled"), json_object_get(option, "overruled")) &&
         add_open(json_object_get(joined, "open"), json_object_get(option, "open"), label) &&
         add_text(joined, "label", " or ", label) &&
         add_text(joined, "option", ", ", words_text(option, "option"));
}

static bool append_copy(json_t *list, const json_t *option) {
  json_t *copy = json_deep_copy(option);
  if (copy == NULL || !name_open(copy)) {
    json_decref(copy);
    return false;
  }
  return json_array_append_new(list, copy) == 0;
}

json_t *report_join_options(const json_t *options) {
  size_t index;
  json_t *option;
  const json_t *before = NULL;
  json_t *list = json_array();
  bool done = list != NULL;
  json_array_foreach(options, index, option) {
    size_t count = json_array_size(list);
    json_t *last = count == 0 ? NULL : json_array_get(list, count - 1);
    if (done)
      done = last != NULL && same_story(before, option) ? join(last, option)
                                                        : append_copy(list, option);
    before = option;
  }
  json_array_foreach(list, index, option) if (done) done = clear_open(option);
  if (done) return list;
  json_decref(list);
  return NULL;
}
