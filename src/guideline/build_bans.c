/* SPDX-License-Identifier: Apache-2.0 */
/* What must not be done, in the order in which it matters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"

/* The strongest firing rule that bans an option or wants a check. */
static const struct rule *strongest_ban(const struct option_result *option) {
  const struct rule *strongest = NULL;
  for (size_t i = 0; i < option->fired_count; i++) {
    const struct rule *rule = option->fired[i];
    if ((rule->rank->use == USE_BAN || rule->rank->use == USE_CHECK) &&
        (strongest == NULL || rule->rank->precedence < strongest->rank->precedence))
      strongest = rule;
  }
  return strongest;
}

/* Firing rules that ban or want a check, the deciding class first; within a class table order. */
static json_t *build_ban_reasons(struct builder *builder, const struct option_result *option,
                                 const struct rule *strongest) {
  json_t *list = json_array();
  for (double done = -INFINITY, next = strongest->rank->precedence; isfinite(next);) {
    double after = INFINITY;
    for (size_t i = 0; i < option->fired_count; i++) {
      const struct rule *rule = option->fired[i];
      double precedence = rule->rank->precedence;
      if (rule->rank->use != USE_BAN && rule->rank->use != USE_CHECK) continue;
      if (precedence > done && precedence <= next)
        build_push(builder, list, build_rule(builder, rule));
      else if (precedence > next && precedence < after)
        after = precedence;
    }
    done = next;
    next = after;
  }
  return list;
}

/* True for a ban on what would be a treatment. */
static bool is_treatment(const struct option_result *option) {
  return strcmp(option->wish_section, "treatment") == 0;
}

static json_t *build_ban(struct builder *builder, const struct option_result *option,
                         const struct rule *strongest) {
  static const char *const wishes[] = {"no", "possible", "offered"};
  json_t *object = json_object(), *overruled = json_array();
  build_text(builder, object, "option", option->code);
  build_text(builder, object, "label", option->label);
  build_text(builder, object, "class", strongest->rank->name);
  build_text(builder, object, "strength", strongest->strength);
  build_text(builder, object, "mark", strongest->mark);
  build_put(builder, object, "hard", json_boolean(strongest->rank->hard));
  build_put(builder, object, "check", json_boolean(strongest->rank->use == USE_CHECK));
  build_put(builder, object, "wanted", json_boolean(option->wish != WISH_NONE));
  build_text(builder, object, "otherwise", wishes[option->wish]);
  build_put(builder, object, "treatment", json_boolean(is_treatment(option)));
  for (size_t i = 0; i < option->fired_count; i++) {
    rank_use use = option->fired[i]->rank->use;
    if (use == USE_OFFER || use == USE_LIMIT)
      build_push(builder, overruled, build_rule(builder, option->fired[i]));
  }
  build_put(builder, object, "reasons", build_ban_reasons(builder, option, strongest));
  build_put(builder, object, "overruled", overruled);
  return object;
}

/* One ban on its way to the document. */
struct ban {
  const struct option_result *option;
  const struct rule *rule;
};

static int compare_numbers(double a, double b) {
  return a < b ? -1 : a > b;
}

/* Bans that change the plan first: treatments before other things; what would be offered
   otherwise, then what might be; then by class; emergencies; where the option would stand; order of
   the options. */
static int compare_bans(const void *left, const void *right) {
  const struct ban *a = left, *b = right;
  if (is_treatment(a->option) != is_treatment(b->option)) return is_treatment(a->option) ? -1 : 1;
  if (a->option->wish != b->option->wish) return a->option->wish > b->option->wish ? -1 : 1;
  int order = compare_numbers(a->rule->rank->precedence, b->rule->rank->precedence);
  if (order == 0) order = (int)b->rule->emergency - (int)a->rule->emergency;
  if (order == 0) order = compare_numbers(a->option->wish_rank, b->option->wish_rank);
  return order != 0 ? order : a->option < b->option ? -1 : a->option > b->option;
}

json_t *build_bans(struct builder *builder) {
  const lu_plan *plan = builder->plan;
  json_t *list = json_array();
  size_t count = 0;
  struct ban *bans = calloc(plan->option_count + 1, sizeof *bans);
  if (bans == NULL) {
    builder->failed = true;
    return list;
  }
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct rule *strongest = strongest_ban(&plan->options[i]);
    if (strongest != NULL) bans[count++] = (struct ban){&plan->options[i], strongest};
  }
  qsort(bans, count, sizeof *bans, compare_bans);
  for (size_t i = 0; i < count; i++)
    build_push(builder, list, build_ban(builder, bans[i].option, bans[i].rule));
  free(bans);
  return list;
}
