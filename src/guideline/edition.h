/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a guideline after reading. All tables are laid out as one list of rules with
 * their literals and annotations taken apart, so that evaluation only has to look at traces.
 */
#ifndef GUIDELINE_EDITION_H
#define GUIDELINE_EDITION_H

#include "lutetia/base/hash.h"
#include "lutetia/guideline.h"
#include "ranking.h"

/** A reference of a rule: "KEY section 4" is key "KEY", place "section 4". */
typedef struct source_reference {
  const char *key;
  const char *place; /**< "" if none */
} source_reference;

/** One rule of one table. */
struct rule {
  size_t table; /**< index in lu_guideline.tables */
  size_t row;
  const char *id, *option, *strength, *intent, *condition;
  size_t option_index; /**< index in lu_guideline.choices; LU_NO_INDEX for conflict tables */
  const char *mark, *reason, *source_strength;
  bool emergency;
  double gap_d, gap_max_d; /**< of conflict tables, days */
  const rank_class *rank;  /**< what strength and mark mean */
  source_reference *sources;
  size_t source_count;
  size_t *changes, change_count; /**< indices of facts */
  size_t *ask, ask_count;        /**< indices of facts, first to ask first */
  size_t *facts, fact_count;     /**< that its cells look at, each once */
};

/** One decision table. */
typedef struct rule_table {
  size_t model, decision;
  const lu_table *table;
  const char *title;
  bool conflicts;           /**< about pairs of treatments */
  size_t first_rule, count; /**< its rules in lu_guideline.rules */
  const bool *depends;      /**< [column * inputs of the model + input] */
} rule_table;

/** One DMN file. */
typedef struct rule_model {
  char *file; /**< name in the folder */
  lu_model *model;
  bool conflicts;
  size_t *facts; /**< fact of each input; LU_NO_INDEX for "first" and "second" */
} rule_model;

/** An option of options.json with the rules that speak of it. */
typedef struct guideline_choice {
  const char *code, *label, *group;
  const struct rule **rules; /**< in table order */
  size_t rule_count;
  size_t *with, with_count; /**< options that it belongs to, as indices: shown only beside one */
} guideline_choice;

/** What one side of a disagreement says. */
typedef struct disagreement_side {
  const char *says, *mark;
  source_reference *sources;
  size_t source_count;
} disagreement_side;

/** A topic on which sources disagree. */
typedef struct disagreement {
  const char *id, *topic;
  disagreement_side *sides;
  size_t side_count;
  const char **rules; /**< names of rules, or of all rows of a rule */
  size_t rule_count;
} disagreement;

struct lu_guideline {
  lu_arena *arena;
  const lu_dictionary *dictionary;
  char *name; /**< "body/edition" */
  char *folder;
  char hash[LU_HASH_SIZE]; /**< of all files of the folder */
  json_t *manifest, *sources, *options;
  json_t *calendar; /**< what is put on days, and when; NULL if the edition does not say */
  json_t *missing; /**< what a missing fact counts (missing.json); empty if there is no such file */
  json_t *disagreement_file; /**< disagreements.json; empty if there is no such file */
  disagreement *disagreements;
  size_t disagreement_count;
  rule_model *models;
  size_t model_count;
  rule_table *tables;
  size_t table_count;
  struct rule *rules;
  size_t rule_count;
  guideline_choice *choices; /**< in the order of options.json */
  size_t choice_count;
  size_t *by_code; /**< the choices by their codes, as indices */
  rank_tables ranking;
};

/** Takes all tables of all models apart and checks them. Fails with LU_BAD_INPUT: file, rule,
 * column. */
lu_status rules_read(lu_guideline *guideline, lu_context *context, lu_error *error);

/** Lists the options with their rules, and asks for the order of each rule that may decide
 * (choices.c). */
lu_status choices_read(lu_guideline *guideline, lu_context *context, lu_error *error);

/** Finds the hash of all files of the folder (hash.c). */
lu_status guideline_hash(lu_guideline *guideline, lu_error *error);

/** True for "R-094.2" and, as all rows of a rule, for "R-094". */
bool rule_is_named(const struct rule *rule, const char *name);

/** Checks the inputs of a model against the dictionary and fills `facts`. */
lu_status lint_inputs(const lu_guideline *guideline, rule_model *model, lu_error *error);
/** Checks outputs, annotations and cells of one table. */
lu_status lint_table(const lu_guideline *guideline, const rule_model *model,
                     const rule_table *table, lu_error *error);

/** The text between the quotes of a FEEL string literal. @return new in the arena; NULL if it is
 * none */
char *rule_literal(lu_arena *arena, const char *feel);

#endif
