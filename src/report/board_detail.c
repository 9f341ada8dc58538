/* SPDX-License-Identifier: Apache-2.0 */
/* The detail behind page one: why each option stands where it stands, what must not be done, how
   sure the choice is, and what would change it. */
#include <string.h>

#include "board.h"
#include "plan_parts.h"
#include "words.h"

/* Most missing facts in the detail: the rest changes little. */
#define SHOWN_MISSING 12

/* ---- options -------------------------------------------------------------------------------- */

/* Facts of the reasons, each once: "label: value". */
static void add_facts(board_maker *board, json_t *parent, const json_t *option) {
  lu_text text = LU_TEXT_INIT;
  json_t *done = json_object(), *rule;
  size_t index;
  json_array_foreach(json_object_get(option, "reasons"), index, rule)
      words_facts(&text, json_object_get(rule, "facts"), done);
  json_decref(done);
  json_t *fields = lu_tree_fields(&board->maker, parent);
  board_field(board, fields, "Facts", &text);
  done = json_object();
  text = (lu_text)LU_TEXT_INIT;
  words_facts(&text, json_object_get(option, "changes"), done);
  json_decref(done);
  board_field(board, fields, "Changed by", &text);
}

/* Rules that unknown facts hold open. */
static void add_open(board_maker *board, json_t *list, const json_t *option) {
  size_t index;
  json_t *rule;
  json_array_foreach(json_object_get(option, "open"), index, rule) {
    lu_text waits = LU_TEXT_INIT;
    json_t *item = lu_tree_item(&board->maker, list);
    words_labels(&waits, json_object_get(rule, "waits_for"));
    lu_tree_run_printf(&board->maker, item, "", "Open: may be \"%s\", waits for %s. ",
                       words_text(rule, "class"), lu_text_string(&waits));
    board_rule_runs(board, item, rule);
    board->maker.failed |= waits.failed;
    lu_text_free(&waits);
  }
}

static void add_option(board_maker *board, json_t *parent, const json_t *option) {
  lu_text title = LU_TEXT_INIT;
  size_t index;
  json_t *rule;
  lu_text_printf(&title, "%d. ", (int)json_integer_value(json_object_get(option, "rank")));
  words_capital(&title, words_text(option, "label"));
  lu_text_printf(&title, " - %s", words_text(option, "class"));
  json_t *section = lu_tree_section(&board->maker, parent, lu_text_string(&title), 3);
  json_t *list = lu_tree_list(&board->maker, section, false);
  json_array_foreach(json_object_get(option, "reasons"), index, rule)
      board_rule_runs(board, lu_tree_item(&board->maker, list), rule);
  json_array_foreach(json_object_get(option, "overruled"), index, rule) {
    json_t *item = lu_tree_item(&board->maker, list);
    lu_tree_run(&board->maker, item, "", "Offered by: ");
    board_rule_runs(board, item, rule);
  }
  add_open(board, list, option);
  add_facts(board, section, option);
  board->maker.failed |= title.failed;
  lu_text_free(&title);
}

/* Treatments in full; tests, support and follow-up in one line each. */
static void add_options(board_maker *board, json_t *document) {
  static const struct {
    const char *section, *title;
  } parts[] = {{"treatment", "Options and their reasons"},
               {"diagnosis", "Tests that the rules want"},
               {"support", "Supportive measures"},
               {"follow_up", "Follow-up"}};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    json_t *section = NULL, *list = NULL, *option;
    size_t index;
    json_array_foreach(board_plan(board, "options"), index, option) {
      if (strcmp(words_text(option, "section"), parts[i].section) != 0) continue;
      if (section == NULL) section = lu_tree_section(&board->maker, document, parts[i].title, 1);
      if (i == 0) {
        add_option(board, section, option);
        continue;
      }
      lu_text label = LU_TEXT_INIT;
      if (list == NULL) list = lu_tree_list(&board->maker, section, false);
      json_t *item = lu_tree_item(&board->maker, list);
      words_capital(&label, words_text(option, "label"));
      lu_tree_run(&board->maker, item, "bold", lu_text_string(&label));
      lu_tree_run_printf(&board->maker, item, "", " - %s. ", words_text(option, "class"));
      board_rule_runs(board, item, json_array_get(json_object_get(option, "reasons"), 0));
      board->maker.failed |= label.failed;
      lu_text_free(&label);
    }
  }
}

static void add_bans(board_maker *board, json_t *document) {
  size_t index;
  json_t *ban;
  json_t *section = NULL, *list = NULL;
  json_array_foreach(board_plan(board, "must_not"), index, ban) {
    lu_text label = LU_TEXT_INIT;
    if (!report_flag(ban, "wanted") && !report_flag(ban, "treatment")) continue;
    if (section == NULL) {
      section = lu_tree_section(&board->maker, document, "Must not be done", 1);
      list = lu_tree_list(&board->maker, section, false);
    }
    json_t *item = lu_tree_item(&board->maker, list);
    words_capital(&label, words_text(ban, "label"));
    lu_tree_run(&board->maker, item, "bold", lu_text_string(&label));
    lu_tree_run_printf(&board->maker, item, report_flag(ban, "hard") ? "warning" : "", " - %s. ",
                       words_text(ban, "class"));
    board_rule_runs(board, item, json_array_get(json_object_get(ban, "reasons"), 0));
    board->maker.failed |= label.failed;
    lu_text_free(&label);
  }
}

/* ---- how sure ------------------------------------------------------------------------------- */

static void add_drawn(board_maker *board, json_t *section, const json_t *stability) {
  size_t index;
  json_t *fact;
  json_t *list = NULL;
  json_array_foreach(json_object_get(stability, "drawn"), index, fact) {
    if (list == NULL) {
      lu_tree_paragraph(&board->maker, section, "", "What was drawn:");
      list = lu_tree_list(&board->maker, section, false);
    }
    lu_tree_run_printf(&board->maker, lu_tree_item(&board->maker, list), "", "%s: %s",
                       words_text(fact, "label"), words_text(fact, "text"));
  }
  if (list == NULL)
    lu_tree_paragraph(&board->maker, section, "",
                      "No fact of the record has a stated uncertainty.");
}

static void add_stability(board_maker *board, json_t *document) {
  const json_t *stability = board_plan(board, "stability");
  size_t index;
  json_t *entry;
  if (stability == NULL) return;
  json_t *section = lu_tree_section(&board->maker, document, "Stability of the choice", 1);
  if (report_flag(stability, "withheld")) {
    lu_text why = LU_TEXT_INIT;
    lu_text_puts(&why, "Withheld, since a decisive fact is not known: ");
    words_labels(&why, json_object_get(stability, "because"));
    lu_text_puts(&why, ".");
    board_paragraph(board, section, "", &why);
    return;
  }
  lu_text head = LU_TEXT_INIT;
  lu_text_printf(
      &head,
      "Share of %d draws (seed %" JSON_INTEGER_FORMAT ") in which each option comes first: %s.",
      (int)json_integer_value(json_object_get(stability, "draws")),
      json_integer_value(json_object_get(stability, "seed")), words_text(stability, "note"));
  board_paragraph(board, section, "", &head);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "Option", NULL, false, 4);
  lu_tree_column(&board->maker, table, "Share", "%", true, 1);
  lu_tree_column(&board->maker, table, "95 % interval", "%", true, 1.4);
  json_array_foreach(json_object_get(stability, "options"), index, entry) {
    json_t *row = lu_tree_row(&board->maker, table);
    lu_tree_cell(&board->maker, row, words_text(entry, "label"));
    lu_tree_cell_printf(&board->maker, row, "%.1f",
                        100 * json_number_value(json_object_get(entry, "share")));
    lu_tree_cell_printf(&board->maker, row, "%.1f to %.1f",
                        100 * json_number_value(json_object_get(entry, "lower")),
                        100 * json_number_value(json_object_get(entry, "upper")));
  }
  add_drawn(board, section, stability);
}

/* Every missing fact that separates options: "yes: PRRT preferred". */
static void add_missing(board_maker *board, json_t *document) {
  const json_t *missing = board_plan(board, "missing");
  size_t index, inner, last;
  json_t *fact, *option, *outcome;
  if (json_array_size(missing) == 0) return;
  json_t *section =
      lu_tree_section(&board->maker, document, "What is missing, and what it decides", 1);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "Fact", NULL, false, 2);
  lu_tree_column(&board->maker, table, "How", NULL, false, 1.3);
  lu_tree_column(&board->maker, table, "Separates", NULL, false, 5);
  json_array_foreach(missing, index, fact) {
    lu_text text = LU_TEXT_INIT;
    if (index == SHOWN_MISSING) break;
    json_t *row = lu_tree_row(&board->maker, table);
    lu_tree_cell(&board->maker, row, words_text(fact, "label"));
    lu_tree_cell(&board->maker, row, words_text(fact, "test"));
    json_array_foreach(json_object_get(fact, "separates"), inner, option) {
      if (inner == 3) {
        lu_text_printf(&text, "; and %zu more",
                       json_array_size(json_object_get(fact, "separates")) - inner);
        break;
      }
      lu_text_printf(&text, "%s%s: ", inner == 0 ? "" : "; ", words_text(option, "label"));
      json_array_foreach(json_object_get(option, "outcomes"), last, outcome)
          lu_text_printf(&text, "%s%s → %s", last == 0 ? "" : ", ", words_text(outcome, "text"),
                         words_text(outcome, "class"));
    }
    lu_tree_cell(&board->maker, row, lu_text_string(&text));
    board->maker.failed |= text.failed;
    lu_text_free(&text);
  }
  if (json_array_size(missing) > SHOWN_MISSING) {
    lu_text more = LU_TEXT_INIT;
    lu_text_printf(&more, "%zu more facts matter less; lutetia plan --verbose names them.",
                   json_array_size(missing) - SHOWN_MISSING);
    board_paragraph(board, section, "muted", &more);
  }
}

/* Where sources disagree, all sides stand, each with its sources. */
static void add_disagreements(board_maker *board, json_t *document) {
  size_t index, inner;
  json_t *entry, *side;
  const json_t *list = board_plan(board, "disagreements");
  if (json_array_size(list) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Where the sources disagree", 1);
  json_array_foreach(list, index, entry) {
    json_t *topic = lu_tree_section(&board->maker, section, words_text(entry, "topic"), 3);
    json_t *sides = lu_tree_list(&board->maker, topic, false);
    json_array_foreach(json_object_get(entry, "sides"), inner, side) {
      lu_text sources = LU_TEXT_INIT;
      json_t *item = lu_tree_item(&board->maker, sides);
      words_source_list(&sources, side);
      lu_tree_run(&board->maker, item, "", words_text(side, "says"));
      lu_tree_run_printf(&board->maker, item, "muted", " (%s - %s)", lu_text_string(&sources),
                         words_mark(words_text(side, "mark")));
      board->maker.failed |= sources.failed;
      lu_text_free(&sources);
    }
  }
}

/* Emergencies that the patient's syndromes may bring: teaching texts, never an order. */
static void add_emergencies(board_maker *board, json_t *document) {
  size_t index;
  json_t *entry;
  const json_t *emergencies = board_plan(board, "emergency_texts");
  const json_t *texts = json_object_get(emergencies, "texts");
  if (json_array_size(texts) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Should an emergency come", 1);
  lu_tree_paragraph(&board->maker, section, "muted", words_text(emergencies, "note"));
  json_t *fields = lu_tree_fields(&board->maker, section);
  json_array_foreach(texts, index, entry) {
    lu_text label = LU_TEXT_INIT, source = LU_TEXT_INIT;
    words_capital(&label, words_text(entry, "situation"));
    lu_text_printf(&source, "%s - %s", words_text(entry, "source"),
                   words_mark(words_text(entry, "mark")));
    lu_tree_field(&board->maker, fields, lu_text_string(&label), words_text(entry, "scheme"),
                  lu_text_string(&source));
    board->maker.failed |= label.failed || source.failed;
    lu_text_free(&label);
    lu_text_free(&source);
  }
}

static void add_findings(board_maker *board, json_t *document) {
  size_t index;
  json_t *finding;
  const json_t *findings = board_plan(board, "findings");
  if (json_array_size(findings) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Noticed in the record", 1);
  json_t *list = lu_tree_list(&board->maker, section, false);
  json_array_foreach(findings, index, finding) {
    json_t *item = lu_tree_item(&board->maker, list);
    bool note = strcmp(words_text(finding, "severity"), "note") == 0;
    lu_tree_run_printf(&board->maker, item, note ? "muted" : "warning",
                       "%s: ", words_text(finding, "severity"));
    lu_tree_run_printf(&board->maker, item, "", "%s %s", words_text(finding, "sentence"),
                       words_text(finding, "effect"));
    lu_tree_run_printf(&board->maker, item, "muted", " %s", words_text(finding, "place"));
  }
}

void board_detail(board_maker *board, json_t *document) {
  add_options(board, document);
  add_bans(board, document);
  add_missing(board, document);
  add_stability(board, document);
  add_disagreements(board, document);
  add_emergencies(board, document);
  add_findings(board, document);
}
