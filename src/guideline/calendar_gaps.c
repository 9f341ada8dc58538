/* SPDX-License-Identifier: Apache-2.0 */
/* Gaps between treatments, by the tables of conflicts. */
#include <string.h>

#include "calendar.h"

/* Keeps what is known of a gap's rule, for the list of what is broken. */
static void keep_rule(struct calendar *calendar, const struct rule *rule) {
  json_t *sources = json_array();
  for (size_t i = 0; i < rule->source_count; i++)
    if (json_array_append_new(sources, json_sprintf("%s%s%s", rule->sources[i].key,
                                                    rule->sources[i].place[0] == '\0' ? "" : " ",
                                                    rule->sources[i].place)) != 0)
      calendar->failed = true;
  json_t *entry = json_pack("{s:s, s:b, s:s, s:s, s:o}", "class", rule->rank->name, "banned",
                            rule->rank->use == USE_BAN, "mark", rule->mark, "reason", rule->reason,
                            "sources", sources);
  if (entry == NULL || json_object_set_new(calendar->gaps, rule->id, entry) != 0)
    calendar->failed = true;
}

/* How a gap holds between two events. */
static lu_status add_gap(struct calendar *calendar, const struct rule *rule, const char *first,
                         const char *second, bool most, lu_error *error) {
  lu_gap gap = {first, second, (int32_t)rule->gap_d, most ? (int32_t)rule->gap_max_d : 0, rule->id};
  keep_rule(calendar, rule);
  return lu_schedule_add_gap(calendar->schedule, &gap, error);
}

static bool counts(const struct rule *rule) {
  return rule->gap_d > 0 && (rule->rank->use == USE_BAN || rule->rank->use == USE_CHECK);
}

/* ---- what was given ------------------------------------------------------------------------ */

static void note_open(struct calendar *calendar, const struct conflict *conflict,
                      const char *event) {
  json_t *entry = json_pack(
      "{s:s, s:s, s:o}", "event", event, "rule", conflict->rule->id, "sentence",
      json_sprintf("The last day of %s is not known exactly: the gap of %d days is not proven.",
                   calendar_kind_label(calendar, conflict->first), (int)conflict->rule->gap_d));
  if (entry == NULL || json_array_append_new(calendar->open, entry) != 0) calendar->failed = true;
}

/* Gaps from what was given to the first dose of an option. */
static lu_status add_given(struct calendar *calendar, const struct dose *dose, lu_error *error) {
  const lu_plan *plan = calendar->plan;
  lu_status status = LU_OK;
  for (size_t i = 0; i < plan->conflict_count && status == LU_OK; i++) {
    const struct conflict *conflict = &plan->conflicts[i];
    const char *given = NULL;
    if (!conflict->given || conflict->undecided || !counts(conflict->rule) ||
        strcmp(conflict->second, dose->option) != 0)
      continue;
    if (conflict->state == GAP_NOT_PROVEN && !lu_date_whole(conflict->last))
      note_open(calendar, conflict, dose->id);
    status = calendar_given(&given, calendar, conflict->first, error);
    if (status == LU_OK && given != NULL) /* the largest gap minds only what is still given */
      status = add_gap(calendar, conflict->rule, given, dose->id,
                       calendar_taken(calendar, conflict->first), error);
  }
  return status;
}

/* ---- what is planned ------------------------------------------------------------------------ */

static lu_status add_pair(struct calendar *calendar, const struct dose *first,
                          const struct dose *second, bool most, lu_error *error) {
  const struct rule *rule = NULL;
  lu_status status =
      plan_gap_rule(&rule, calendar->plan, first->kind, second->option, calendar->context, error);
  if (status != LU_OK || rule == NULL || !counts(rule)) return status;
  return add_gap(calendar, rule, first->id, second->id, most, error);
}

/* Inside of a course: each dose after the one before it of each kind. Between courses: the last of
   each kind before the first. */
static lu_status add_before(struct calendar *calendar, size_t index, bool first_of_course,
                            lu_error *error) {
  const struct dose *dose = &calendar->doses[index];
  lu_status status = LU_OK;
  for (size_t i = 0; i < calendar->dose_count && status == LU_OK; i++) {
    const struct dose *before = &calendar->doses[i];
    bool same_course = before->course == dose->course;
    bool last_of_kind = true;
    if (i == index || before->course > dose->course || (!same_course && !first_of_course)) continue;
    if (same_course && strcmp(before->kind, dose->kind) == 0 && i + 1 != index) continue;
    for (size_t j = i + 1; j < calendar->dose_count && !same_course; j++)
      last_of_kind &= calendar->doses[j].course != before->course ||
                      strcmp(calendar->doses[j].kind, before->kind) != 0;
    if (same_course && strcmp(before->kind, dose->kind) != 0) {
      /* companions of the course follow its doses one by one: the n-th minds the dose after it */
      size_t of_kind = 0, own = 0;
      for (size_t j = 0; j < i; j++)
        of_kind += calendar->doses[j].course == dose->course &&
                   strcmp(calendar->doses[j].kind, before->kind) == 0;
      for (size_t j = 0; j < index; j++)
        own += calendar->doses[j].course == dose->course &&
               strcmp(calendar->doses[j].kind, dose->kind) == 0;
      if (of_kind + 1 != own) continue;
    }
    if (last_of_kind)
      status = add_pair(calendar, before, dose,
                        same_course && strcmp(before->kind, dose->kind) == 0, error);
  }
  return status;
}

lu_status calendar_add_gaps(struct calendar *calendar, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < calendar->dose_count && status == LU_OK; i++) {
    const struct dose *dose = &calendar->doses[i];
    bool first = true;
    if (dose->option == NULL) continue;
    for (size_t j = 0; j < i; j++)
      first &= calendar->doses[j].course != dose->course || calendar->doses[j].option == NULL;
    if (first) status = add_given(calendar, dose, error);
    if (status == LU_OK) status = add_before(calendar, i, first, error);
  }
  return status;
}
