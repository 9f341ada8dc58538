/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "plan_parts.h"
#include "words.h"

/* What is shown without being asked for; the rest is counted and unfolded by --verbose. People
   stop reading warnings that come in dozens. */
#define SHOWN_HARD_STOPS 1
#define SHOWN_WARNINGS 3
#define SHOWN_OPEN 3
#define SHOWN_POSSIBLE 8

/* ---- emergencies and warnings -------------------------------------------------------------- */

/* Emergencies that unknown facts decide, each by name once; all rules with what they wait for when
   unfolded. */
static void say_not_excluded(layout *page, const json_t *open, const json_t *firing) {
  lu_text text = LU_TEXT_INIT;
  size_t index, said = 0;
  json_t *rule;
  json_t *done = json_object();
  json_array_foreach(firing, index, rule) /* what is an emergency already is not open */
      if (json_object_set_new(done, words_text(rule, "label"), json_true()) != 0)
          text.failed = true;
  json_array_foreach(open, index, rule) {
    const char *label = words_text(rule, "label");
    if (!page->verbose && json_object_get(done, label) != NULL) continue;
    if (json_object_set_new(done, label, json_true()) != 0) text.failed = true;
    lu_text_puts(&text, said++ == 0 ? "Not excluded for want of facts: " : "; ");
    lu_text_puts(&text, label);
    if (!page->verbose) continue;
    lu_text_printf(&text, " (%s) waits for ", words_text(rule, "rule"));
    words_labels(&text, json_object_get(rule, "waits_for"));
  }
  json_decref(done);
  if (said > 0) {
    lu_text_puts(&text, page->verbose ? "." : " (which facts: --verbose).");
    layout_gap(page);
    layout_paragraph(page, 0, 2, lu_text_string(&text));
  }
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_emergencies(layout *page, const json_t *plan) {
  size_t index;
  json_t *rule;
  const json_t *list = json_object_get(plan, "emergencies");
  const json_t *open = json_object_get(plan, "not_excluded");
  if (json_array_size(list) > 0) layout_heading(page, "EMERGENCY");
  json_array_foreach(list, index, rule) {
    lu_text text = LU_TEXT_INIT;
    report_add_label(&text, PAINT_RED, words_text(rule, "label"));
    lu_text_printf(&text, " [%s", words_text(rule, "class"));
    if (json_object_get(rule, "condition") != NULL)
      lu_text_printf(&text, ": %s", words_text(rule, "condition"));
    lu_text_puts(&text, "]: ");
    if (report_flag(rule, "banned")) lu_text_puts(&text, "(another rule bans it: see below) ");
    report_add_rule(&text, rule);
    layout_item(page, 2, "!", lu_text_string(&text));
    page->out->failed |= text.failed;
    lu_text_free(&text);
  }
  say_not_excluded(page, open, list);
}

static void say_warning(layout *page, const json_t *ban) {
  lu_text text = LU_TEXT_INIT;
  const json_t *first = json_array_get(json_object_get(ban, "reasons"), 0);
  paint_puts(&text, words_class_paint(ban), report_flag(ban, "hard") ? "HARD STOP" : "warning");
  lu_text_puts(&text, ": ");
  report_add_label(&text, PAINT_PLAIN, words_text(ban, "label"));
  lu_text_printf(&text, " - %s. ", words_text(ban, "class"));
  report_add_rule(&text, first);
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* True for a treatment that a rule would offer here but for the ban: for its site, its stage, and
   the procedure that was asked for. What no rule offers yet alarms nobody. */
static bool is_alarm(const json_t *ban) {
  return report_flag(ban, "treatment") && strcmp(words_text(ban, "otherwise"), "offered") == 0;
}

/* At most one hard stop and three warnings with their reasons, of treatments that other rules
   offer. All others stand below. */
static void say_attention(layout *page, const json_t *plan) {
  size_t index, hard = 0, warnings = 0;
  json_t *ban;
  json_array_foreach(json_object_get(plan, "must_not"), index, ban) {
    size_t *shown = report_flag(ban, "hard") ? &hard : &warnings;
    if (!is_alarm(ban) && !page->verbose) continue;
    if (!report_may_show(page, *shown,
                         report_flag(ban, "hard") ? SHOWN_HARD_STOPS : SHOWN_WARNINGS))
      continue;
    if (hard + warnings == 0) layout_heading(page, "ATTENTION");
    (*shown)++;
    say_warning(page, ban);
  }
}

/* ---- options ------------------------------------------------------------------------------- */

static void say_option_title(layout *page, const json_t *option, bool numbered) {
  lu_text text = LU_TEXT_INIT, marker = LU_TEXT_INIT;
  size_t index;
  json_t *intent;
  const json_t *reason = json_array_get(json_object_get(option, "reasons"), 0);
  report_add_label(&text, PAINT_BOLD, words_text(option, "label"));
  lu_text_puts(&text, " - ");
  paint_puts(&text, words_class_paint(option), words_text(option, "class"));
  if (words_text(reason, "condition")[0] != '\0')
    lu_text_printf(&text, ": %s", words_text(reason, "condition"));
  json_array_foreach(json_object_get(option, "intents"), index, intent) lu_text_printf(
      &text, "%s%s", index == 0 ? ", " : " and ", words_intent(json_string_value(intent)));
  lu_text_printf(&text, " [%s]", words_text(option, "option"));
  if (report_flag(option, "emergency") && !page->verbose) lu_text_puts(&text, ": see EMERGENCY");
  if (numbered)
    lu_text_printf(&marker, "%2d%s", (int)json_integer_value(json_object_get(option, "rank")),
                   json_array_size(json_object_get(option, "ties")) > 0 ? "=" : ".");
  else
    lu_text_puts(&marker, " -");
  layout_item(page, 1, lu_text_string(&marker), lu_text_string(&text));
  page->out->failed |= text.failed | marker.failed;
  lu_text_free(&text);
  lu_text_free(&marker);
}

/* True where a condition or a check overrules a stronger offer. */
static bool is_weakened(const json_t *option) {
  return report_flag(option, "check") ||
         strcmp(words_text(option, "best"), words_text(option, "strength")) != 0;
}

/* Offers that a condition or a check overrules are still why the option stands here. */
static void say_overruled(layout *page, const json_t *option) {
  bool weakened = is_weakened(option);
  if (page->verbose || weakened)
    report_rules(page, weakened ? "offered by" : "overruled", json_object_get(option, "overruled"),
                 SHOWN_REASONS);
}

static void say_triggers(layout *page, const json_t *option) {
  lu_text text = LU_TEXT_INIT;
  json_t *done = json_object(), *rule;
  size_t index;
  json_array_foreach(json_object_get(option, "reasons"), index, rule)
      words_facts(&text, json_object_get(rule, "facts"), done);
  if (is_weakened(option))
    json_array_foreach(json_object_get(option, "overruled"), index, rule)
        words_facts(&text, json_object_get(rule, "facts"), done);
  json_decref(done);
  words_pair(page, "facts", &text);
}

/* What is still open: undecided rules that could change the class. */
static void say_open(layout *page, const json_t *option) {
  size_t index, shown = 0;
  json_t *rule;
  const json_t *open = json_object_get(option, "open");
  json_array_foreach(open, index, rule) {
    lu_text text = LU_TEXT_INIT;
    if (!report_may_show(page, shown, SHOWN_OPEN)) break;
    if (words_text(rule, "for")[0] != '\0') lu_text_printf(&text, "%s: ", words_text(rule, "for"));
    lu_text_puts(&text, "may be \"");
    paint_puts(&text, words_class_paint(rule), words_text(rule, "class"));
    lu_text_puts(&text, "\", waits for ");
    words_labels(&text, json_object_get(rule, "waits_for"));
    lu_text_puts(&text, ": ");
    if (words_text(rule, "condition")[0] != '\0')
      lu_text_printf(&text, "%s. ", words_text(rule, "condition"));
    lu_text_printf(&text, "%s (%s", words_text(rule, "reason"), words_text(rule, "rule"));
    if (strcmp(words_text(rule, "mark"), "unverified") == 0) {
      lu_text_puts(&text, ", ");
      paint_puts(&text, PAINT_YELLOW, words_mark("unverified"));
    }
    lu_text_puts(&text, ")");
    words_pair(page, shown == 0 ? "open" : "", &text);
    shown++;
  }
  report_more(page, WORDS_INDENT + WORDS_LABEL, json_array_size(open) - shown, "");
}

static void say_changes(layout *page, const json_t *option) {
  lu_text changes = LU_TEXT_INIT, near = LU_TEXT_INIT;
  json_t *done = json_object(), *entry;
  size_t index;
  words_facts(&changes, json_object_get(option, "changes"), done);
  json_decref(done);
  words_pair(page, "changed by", &changes);
  json_array_foreach(json_object_get(option, "near"), index, entry) lu_text_printf(
      &near, "%s%s: %s, limit %g%s%s (%s)", index == 0 ? "" : "; ", words_text(entry, "label"),
      words_text(entry, "text"), json_number_value(json_object_get(entry, "limit")),
      words_text(entry, "unit")[0] == '\0' ? "" : " ", words_text(entry, "unit"),
      words_text(entry, "rule"));
  words_pair(page, "near limit", &near);
}

/* "6" or "3 to 6". */
static void add_months(lu_text *text, const json_t *months) {
  if (json_is_array(months))
    lu_text_printf(text, "%g to %g", json_number_value(json_array_get(months, 0)),
                   json_number_value(json_array_get(months, json_array_size(months) - 1)));
  else
    lu_text_printf(text, "%g", json_number_value(months));
}

static void say_calendar(layout *page, const json_t *option) {
  size_t index, month;
  json_t *entry, *at;
  json_array_foreach(json_object_get(option, "calendar"), index, entry) {
    lu_text text = LU_TEXT_INIT;
    lu_text_puts(&text, words_text(entry, "what"));
    const json_t *every = json_object_get(entry, "then_every_months");
    json_array_foreach(json_object_get(entry, "at_months"), month, at) {
      lu_text_puts(&text, month == 0 ? " at month " : ", ");
      add_months(&text, at);
    }
    if (every != NULL && !json_is_null(every)) {
      lu_text_puts(&text, ", then every ");
      add_months(&text, every);
      lu_text_puts(&text, " months");
    }
    if (json_is_number(json_object_get(entry, "for_months")))
      lu_text_printf(&text, " for %g months",
                     json_number_value(json_object_get(entry, "for_months")));
    words_pair(page, index == 0 ? "when" : "", &text);
  }
}

static void say_option(layout *page, const json_t *option) {
  say_option_title(page, option, true);
  if (report_flag(option, "emergency") && !page->verbose) return; /* told at the top */
  report_rules(page, "why", json_object_get(option, "reasons"), SHOWN_REASONS);
  say_overruled(page, option);
  say_triggers(page, option);
  say_open(page, option);
  say_changes(page, option);
}

/* What is no treatment takes two lines, unless asked for more. */
static void say_companion(layout *page, const json_t *option) {
  if (page->verbose) {
    say_option(page, option);
  } else {
    say_option_title(page, option, false);
    report_rule(page, "why", json_array_get(json_object_get(option, "reasons"), 0));
  }
  say_calendar(page, option);
}

/* All options of one section under a heading. @return how many */
static size_t say_section(layout *page, const json_t *plan, const char *section,
                          const char *heading) {
  size_t index, count = 0;
  json_t *option;
  json_t *list = report_join_options(json_object_get(plan, "options"));
  if (list == NULL) page->out->failed = true;
  json_array_foreach(list, index, option) {
    if (strcmp(words_text(option, "section"), section) != 0) continue;
    if (count++ == 0) layout_heading(page, heading);
    (strcmp(section, "treatment") == 0 ? say_option : say_companion)(page, option);
  }
  json_decref(list);
  return count;
}

/* Emergencies among them stand above by name. */
static void say_possible(layout *page, const json_t *plan) {
  size_t index, shown = 0, hidden = 0;
  json_t *option;
  json_t *possible = json_object_get(plan, "possible");
  json_t *list = page->verbose ? json_incref(possible) : report_join_options(possible);
  if (list == NULL && possible != NULL) page->out->failed = true;
  json_array_foreach(list, index, option) {
    lu_text text = LU_TEXT_INIT;
    if (report_flag(option, "emergency")) continue;
    if (!report_may_show(page, shown, SHOWN_POSSIBLE)) {
      hidden++;
      continue;
    }
    if (shown++ == 0) layout_heading(page, "POSSIBLE, IF MORE WERE KNOWN");
    say_option_title(page, option, false);
    if (report_flag(option, "unless_done")) {
      lu_text_puts(&text, "the record does not say whether it was done: do it unless it was");
      words_pair(page, "to do", &text);
    } else {
      words_labels(&text, json_object_get(option, "waits_for"));
      words_pair(page, "waits for", &text);
    }
    if (page->verbose) {
      report_rules(page, "rules", json_object_get(option, "rules"), 0);
      say_open(page, option);
    }
  }
  json_decref(list);
  report_more(page, 2, hidden, "options");
}

/* ---- findings, provenance, all -------------------------------------------------------------- */

static void say_findings(layout *page, const json_t *plan) {
  size_t index, hidden = 0, shown = 0;
  json_t *finding;
  json_array_foreach(json_object_get(plan, "findings"), index, finding) {
    if (!page->verbose && strcmp(words_text(finding, "severity"), "note") == 0) {
      hidden++;
      continue;
    }
    if (shown++ == 0) layout_heading(page, "FINDINGS");
    words_finding(page, words_text(finding, "severity"), words_text(finding, "place"),
                  words_text(finding, "sentence"), words_text(finding, "effect"));
  }
  if (hidden > 0 && shown == 0) layout_heading(page, "FINDINGS");
  report_more(page, 2, hidden, "notes");
}

/* The first digits of a hash: enough to see that it is the same. */
static void print_hash(lu_text *out, const json_t *provenance, const char *key, const char *what) {
  const char *hash = words_text(provenance, key);
  if (hash[0] != '\0') lu_text_printf(out, "; %s %.12s", what, hash);
}

static void say_provenance(layout *page, const json_t *plan) {
  const json_t *provenance = json_object_get(plan, "provenance");
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text,
                 "lutetia %s; guideline %s; day %s; seed %" JSON_INTEGER_FORMAT "; case SHA-256 %s",
                 words_text(provenance, "program_version"), words_text(provenance, "guideline"),
                 words_text(plan, "day"), json_integer_value(json_object_get(provenance, "seed")),
                 words_text(provenance, "case_sha256"));
  print_hash(&text, provenance, "guideline_sha256", "guideline files");
  print_hash(&text, provenance, "facts_sha256", "facts");
  print_hash(&text, provenance, "assessment_sha256", "assessment tables");
  layout_heading(page, "PROVENANCE");
  layout_paragraph(page, 2, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_summary(layout *page, const json_t *plan) {
  size_t index;
  json_t *line;
  layout_heading(page, "TUMOUR");
  json_array_foreach(json_object_get(plan, "summary"), index, line)
      layout_paragraph(page, 2, 4, json_string_value(line));
}

static void say_verdict(layout *page, const json_t *plan) {
  lu_text text = LU_TEXT_INIT;
  if (words_text(plan, "outside")[0] != '\0') {
    paint_puts(&text, PAINT_RED, "Outside validity");
    lu_text_printf(&text, ": %s", words_text(plan, "outside"));
    layout_gap(page);
    layout_paragraph(page, 0, 0, lu_text_string(&text));
    page->out->failed |= text.failed;
    lu_text_free(&text);
    return;
  }
  if (strcmp(words_text(plan, "verdict"), "data missing") != 0) return;
  paint_puts(&text, PAINT_YELLOW, "Data missing");
  lu_text_puts(&text,
               ": partial plan, unknown facts may change the first choice; see WHAT IS MISSING.");
  layout_gap(page);
  layout_paragraph(page, 0, 0, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

lu_status lu_report_plan(lu_text *out, const json_t *plan, const lu_report_style *style,
                         lu_error *error) {
  layout page = layout_start(out, style);
  words_head(&page, plan, "Plan");
  say_verdict(&page, plan);
  say_summary(&page, plan);
  say_emergencies(&page, plan);
  say_attention(&page, plan);
  if (say_section(&page, plan, "treatment", "OPTIONS") == 0) {
    layout_heading(&page, "OPTIONS");
    layout_paragraph(&page, 2, 2, "No treatment can be offered from what is known.");
  }
  say_possible(&page, plan);
  say_section(&page, plan, "diagnosis", "TESTS THAT THE RULES WANT");
  report_bans(&page, plan);
  report_conflicts(&page, plan);
  report_disagreements(&page, plan);
  if (json_object_get(plan, "missing") != NULL)
    report_missing(&page, plan);
  else
    report_questions(&page, plan);
  report_stability(&page, plan);
  report_next(&page, plan);
  report_calendar(&page, plan);
  say_section(&page, plan, "follow_up", "FOLLOW-UP");
  say_section(&page, plan, "support", "SUPPORTIVE");
  words_emergencies(&page, json_object_get(plan, "emergency_texts"));
  say_findings(&page, plan);
  say_provenance(&page, plan);
  return layout_end(&page, error);
}
