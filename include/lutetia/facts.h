/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The fact dictionary (data/facts/<any>.json), and sets of facts of one patient.
 *
 * A fact is one thing that a table may ask about: a name, a type, a unit, a value set, where it
 * stands in the record, how it is asked for, and what it costs to find out. Everything else that
 * describes facts (case schema, input types of the DMN tables, docs page) is generated from it.
 */
#ifndef LUTETIA_FACTS_H
#define LUTETIA_FACTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base.h"
#include "lutetia/decision.h"

LU_BEGIN_DECLS

/** All facts that the program knows; immutable after reading. */
typedef struct lu_dictionary lu_dictionary;
/** One entry of the dictionary; borrowed from it. */
typedef struct lu_fact lu_fact;

/** What kind of value a fact has. */
typedef enum lu_fact_type {
  LU_FACT_NUMBER,  /**< a number in the fact's unit */
  LU_FACT_BOOLEAN, /**< yes or no */
  LU_FACT_CHOICE,  /**< one of a value set */
  LU_FACT_SET,     /**< any of a value set; complete when it is known */
  LU_FACT_TEXT,    /**< free text: shown, never decided on */
  LU_FACT_DATE     /**< whole or partial date */
} lu_fact_type;

/**
 * Reads and checks every JSON file of <data path>/facts.
 * Fails with LU_IO, LU_BAD_INPUT (file, fact, field) or LU_OUT_OF_MEMORY.
 * @param out new; free with lu_dictionary_free()
 */
LU_API lu_status lu_dictionary_read(lu_dictionary **out, lu_context *context, lu_error *error);
/** Frees a dictionary. NULL is allowed. */
LU_API void lu_dictionary_free(lu_dictionary *dictionary);
/** SHA-256 of all files of facts, as lu_sha256_list() makes it. @return borrowed */
LU_API const char *lu_dictionary_hash(const lu_dictionary *dictionary);
/** Number of facts. */
LU_API size_t lu_dictionary_count(const lu_dictionary *dictionary);
/** Fact by index; order of files, then of entries. @return borrowed; NULL beyond the end */
LU_API const lu_fact *lu_dictionary_at(const lu_dictionary *dictionary, size_t index);
/** Index of a fact by name. @return LU_NO_INDEX if there is none */
LU_API size_t lu_dictionary_find(const lu_dictionary *dictionary, const char *name);

/** Name, e.g. "ki67_pct". @return borrowed */
LU_API const char *lu_fact_name(const lu_fact *fact);
/** What a person calls it, e.g. "Ki-67 index". @return borrowed */
LU_API const char *lu_fact_label(const lu_fact *fact);
/** Kind of value. */
LU_API lu_fact_type lu_fact_get_type(const lu_fact *fact);
/** Unit in the spelling of lu_unit_parse(); "" for what has none. @return borrowed */
LU_API const char *lu_fact_unit(const lu_fact *fact);
/** The unit as a person writes it ("µmol/L", "years"); "" for what has none. @return borrowed */
LU_API const char *lu_fact_unit_words(const lu_fact *fact);
/** The question to ask a person. @return borrowed */
LU_API const char *lu_fact_question(const lu_fact *fact);
/** How the fact is found out: "blood test", "echocardiography", … @return borrowed */
LU_API const char *lu_fact_test(const lu_fact *fact);
/** Burden of that test for the patient: 0 ask or look up, 1 blood or urine, 2 imaging, 3 endoscopy
 * or biopsy, 4 operation. */
LU_API int lu_fact_burden(const lu_fact *fact);
/** Number of values of a choice or set. */
LU_API size_t lu_fact_value_count(const lu_fact *fact);
/** Value of a choice or set. @return borrowed; NULL beyond the end */
LU_API const char *lu_fact_value(const lu_fact *fact, size_t index);
/** What that value means to a person. @return borrowed; "" if not said; NULL beyond the end */
LU_API const char *lu_fact_value_label(const lu_fact *fact, size_t index);
/** True for a fact that an assessment table computes; it is never read from a record. */
LU_API bool lu_fact_is_derived(const lu_fact *fact);
/** The whole entry as it stands in the file. @return borrowed */
LU_API const json_t *lu_fact_json(const lu_fact *fact);

/* ---- facts of one patient ---- */

/** What is known of one fact. "no" is a known value; not done and unknown are two other things. */
typedef enum lu_fact_state {
  LU_FACT_UNKNOWN,  /**< nothing is said */
  LU_FACT_NOT_DONE, /**< the test has not been done */
  LU_FACT_KNOWN     /**< there is a value */
} lu_fact_state;

/** Where a value comes from and how sure it is. All texts borrowed from the set. */
typedef struct lu_fact_origin {
  const char *place; /**< JSON pointer in the record, or "derived: <table>" */
  int line;          /**< line in the record; 0 if none */
  lu_date date;      /**< day of the observation */
  double sd;         /**< standard uncertainty in the fact's unit; 0 if not stated */
  const char
      *note; /**< how it was obtained ("latest of 3", "count 20/500"); "" if nothing to say */
} lu_fact_origin;

/** The facts of one patient. */
typedef struct lu_factset lu_factset;

/** Makes an empty set. @param out new; free with lu_factset_free() @param dictionary borrowed, must
 * outlive it */
LU_API lu_status lu_factset_new(lu_factset **out, const lu_dictionary *dictionary,
                                lu_context *context, lu_error *error);
/** Makes a copy. @param out new; free with lu_factset_free() */
LU_API lu_status lu_factset_copy(lu_factset **out, const lu_factset *set, lu_context *context,
                                 lu_error *error);
/** Frees a set. NULL is allowed. */
LU_API void lu_factset_free(lu_factset *set);
/** The dictionary that gives the indices. @return borrowed */
LU_API const lu_dictionary *lu_factset_dictionary(const lu_factset *set);
/** Sets a fact to a value (copied; may be an unknown value with reasons). @param origin copied; may
 * be NULL */
LU_API lu_status lu_factset_set(lu_factset *set, size_t fact, const lu_value *value,
                                const lu_fact_origin *origin, lu_error *error);
/** Sets a fact to a number in its unit. */
LU_API lu_status lu_factset_set_number(lu_factset *set, size_t fact, double number,
                                       const lu_fact_origin *origin, lu_error *error);
/** Sets a fact to a text, choice value or, for a date fact, ISO date. */
LU_API lu_status lu_factset_set_text(lu_factset *set, size_t fact, const char *text,
                                     const lu_fact_origin *origin, lu_error *error);
/** Sets a fact to yes or no. */
LU_API lu_status lu_factset_set_boolean(lu_factset *set, size_t fact, bool truth,
                                        const lu_fact_origin *origin, lu_error *error);
/** Sets a set-valued fact. @param values `count` texts, copied */
LU_API lu_status lu_factset_set_list(lu_factset *set, size_t fact, const char *const *values,
                                     size_t count, const lu_fact_origin *origin, lu_error *error);
/** Marks the test as not done. A choice that has the value "not_done" gets that value. */
LU_API lu_status lu_factset_set_not_done(lu_factset *set, size_t fact, const lu_fact_origin *origin,
                                         lu_error *error);
/** Forgets a fact. */
LU_API void lu_factset_clear(lu_factset *set, size_t fact);
/** What is known of a fact. */
LU_API lu_fact_state lu_factset_state(const lu_factset *set, size_t fact);
/** Value of a fact: of kind unknown, with reasons, for a derived fact that could not be settled;
 * NULL if nothing is known. @return borrowed */
LU_API const lu_value *lu_factset_value(const lu_factset *set, size_t fact);
/** Origin of a fact. @return borrowed; NULL if nothing is known */
LU_API const lu_fact_origin *lu_factset_origin(const lu_factset *set, size_t fact);
/** Gives all inputs of an evaluation that are facts of this set their values. */
LU_API lu_status lu_factset_bind(const lu_factset *set, lu_evaluation *evaluation,
                                 const lu_model *model, lu_error *error);
/**
 * The same without copying: the set must outlive what is evaluated, and its values must stay.
 * @param facts fact of each input of the model, LU_NO_INDEX for none @param count number of inputs
 */
LU_API void lu_factset_lend(const lu_factset *set, lu_evaluation *evaluation, const size_t *facts,
                            size_t count);
/** The value that a fact gives to an input: NULL for none, and for a partial date, which no table
 * can compare. @return borrowed */
LU_API const lu_value *lu_factset_input(const lu_factset *set, size_t fact);
/** Makes a set like another one of the same dictionary, whose values and texts are borrowed: it
 * must outlive the set and stay as it is. What the set held before is forgotten. */
LU_API void lu_factset_overlay(lu_factset *set, const lu_factset *base);
/** Writes a value with its unit and label for a person ("4 %", "yes", "liver, bone", "not done",
 * "unknown (G1 or G2)"). */
LU_API void lu_factset_print(const lu_factset *set, size_t fact, lu_text *out);

LU_END_DECLS

#endif
