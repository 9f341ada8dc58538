/* SPDX-License-Identifier: Apache-2.0 */
#include "finding.h"

#include <stdlib.h>
#include <string.h>

static bool same(const lu_finding *a, const lu_finding *b) {
  return strcmp(a->code, b->code) == 0 && strcmp(a->place, b->place) == 0 &&
         strcmp(a->sentence, b->sentence) == 0;
}

/** Copies `text` to `*end` and moves `*end` behind it. */
static const char *place_text(char **end, const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = memcpy(*end, text, size);
  *end += size;
  return copy;
}

static lu_finding *copy_finding(const lu_finding *finding) {
  size_t texts = strlen(finding->code) + strlen(finding->place) + strlen(finding->sentence) +
                 strlen(finding->effect) + 4;
  lu_finding *copy = malloc(sizeof *copy + texts);
  if (copy == NULL) return NULL;
  char *end = (char *)(copy + 1);
  copy->severity = finding->severity;
  copy->code = place_text(&end, finding->code);
  copy->place = place_text(&end, finding->place);
  copy->sentence = place_text(&end, finding->sentence);
  copy->effect = place_text(&end, finding->effect);
  return copy;
}

/** The last finding of a full list says that there were more, and how grave they were. */
static void note_overflow(finding_list *list, lu_severity severity) {
  if (list->count == FINDING_LIMIT + 1) {
    lu_finding *last = list->items[FINDING_LIMIT];
    if (last->severity < severity) last->severity = severity;
    return;
  }
  const lu_finding overflow = {
      "base.too-many-findings", severity, "",
      "More findings than can be listed: mend the first ones and look again.",
      "Findings beyond these are not listed."};
  lu_finding *copy = copy_finding(&overflow);
  if (copy == NULL)
    list->incomplete = true;
  else
    list->items[list->count++] = copy;
}

void finding_list_add(finding_list *list, const lu_finding *finding) {
  if (list->count >= FINDING_LIMIT) {
    note_overflow(list, finding->severity);
    return;
  }
  for (size_t i = 0; i < list->count; i++)
    if (same(list->items[i], finding)) return;
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
    if (capacity > FINDING_LIMIT) capacity = FINDING_LIMIT + 1;
    lu_finding **items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL) {
      list->incomplete = true;
      return;
    }
    list->items = items;
    list->capacity = capacity;
  }
  lu_finding *copy = copy_finding(finding);
  if (copy == NULL) {
    list->incomplete = true;
    return;
  }
  list->items[list->count++] = copy;
}

void finding_list_clear(finding_list *list) {
  for (size_t i = 0; i < list->count; i++)
    free(list->items[i]);
  free(list->items);
  *list = (finding_list){NULL, 0, 0, false};
}
