/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how an assessment is made and kept.
 *
 * Division of labour: assessor.c reads the tables once; assess_order.c finds their order;
 * assess_site.c tells which of them a primary site needs;
 * assess_derive.c evaluates one decision and keeps what it gives; assess_sample.c looks at each
 * tissue sample; assess_axis.c, assess_class.c and assess_grid.c turn counts into probabilities of
 * classes; assess_spread.c propagates standard uncertainties; assess_currency.c finds what is old;
 * assess_print.c, assess_document.c and assess_summary.c say it.
 *
 * What is special about a fact stands in its dictionary entry, not here:
 *   "otherwise"  names of facts that stand in when the tables leave the fact open
 *   "fills"      name of a recorded fact that takes the value where the record says nothing
 *   "finding"    what is noticed when a boolean fact has a certain value
 *   "rank"       values in rising order; the sample with the highest one leads
 *   "uncertain"  inputs with a distribution, so that each value gets a probability; its "sd" names
 *                the fact that states the standard deviation apart
 *   "equation"   error of the formula itself, added to that of its inputs
 *   "decimals"   how many a person is shown
 *   "sites"      primary sites that a derived fact is for; elsewhere it is not derived
 *   "unlisted"   values that are possible but not named where possibilities are listed
 */
#ifndef PATIENT_ASSESS_H
#define PATIENT_ASSESS_H

#include "lutetia/base/hash.h"
#include "lutetia/patient.h"

/** Most uncertain inputs of one decision. */
#define ASSESS_MAX_AXES 3
/** Most numbers at which a decision may change along one input, to be known from its tables. */
#define ASSESS_MAX_LIMITS 32

/** One file of tables. */
typedef struct assess_model {
  lu_model *model;
  const char *file; /**< file name; in the arena */
  const char *stem; /**< file name without ".dmn"; in the arena */
  size_t *facts;    /**< fact of each input; LU_NO_INDEX for what is no fact; in the arena */
} assess_model;

/** One decision that yields a fact, in the order of evaluation. */
typedef struct assess_step {
  size_t model;     /**< index of the file */
  size_t decision;  /**< index in the model */
  size_t fact;      /**< index in the dictionary */
  size_t fills;     /**< recorded fact that takes the value; LU_NO_INDEX if none */
  size_t *stand_in; /**< facts of "otherwise"; in the arena */
  size_t stand_in_count;
  size_t *needs; /**< facts that the decision or its stand-ins look at; in the arena */
  size_t need_count;
  const char **sites; /**< primary sites that it is for; in the arena */
  size_t site_count;  /**< 0: for all */
  const char *place;  /**< "derived: <file> <decision>"; in the arena */
  /** Members of the dictionary entry of the fact; NULL where it has none; borrowed. */
  const json_t *uncertain, *rank, *finding, *equation;
  /** Numbers at which alone the decision changes along each input of "uncertain", rising; NULL if
   * they are not known; in the arena. */
  const double *limits[ASSESS_MAX_AXES];
  size_t limit_counts[ASSESS_MAX_AXES];
} assess_step;

/** All tables of assessment; immutable after reading. */
struct lu_assessor {
  const lu_dictionary *dictionary;
  const char *edition; /**< of staging; NULL if each record says it; in the arena */
  lu_arena *arena;
  size_t model_count;
  assess_model *models; /**< in the arena, like the arrays below */
  size_t step_count;
  assess_step *steps;
  size_t site;                  /**< fact of the primary site; LU_NO_INDEX if there is none */
  size_t *step_of;              /**< step that derives a fact; LU_NO_INDEX if none does */
  json_t *currency;             /**< currency.json; NULL if there is none */
  char data_hash[LU_HASH_SIZE]; /**< SHA-256 of all table files */
};

/** One tissue sample. */
typedef struct assess_sample {
  lu_factset *facts; /**< all facts, with those of this sample */
  long rank;         /**< place of the lowest grade that it may have in "rank"; -1 if none */
  long highest;      /**< place of the highest one */
  long likely;       /**< place of the highest one that is worth naming ("unlisted") */
  bool graded;       /**< its grade is known */
} assess_sample;

/** Most places along one input where the class changes. */
#define ASSESS_MAX_BREAKS 24
/** Points of a scan along one input, spaced by probability. A class that holds less than one part
 * in so many between two equal neighbours could be missed. */
#define ASSESS_SCAN_POINTS 40
/** Most classes. */
#define ASSESS_MAX_CLASSES 24

/** What is known about an uncertain number. */
typedef enum assess_distribution {
  ASSESS_BETA,  /**< a share: k of n counted, Jeffreys' prior */
  ASSESS_GAMMA, /**< a rate: events counted in an exposure, Jeffreys' prior */
  ASSESS_NORMAL /**< value and standard deviation, cut to what is possible */
} assess_distribution;

/** One uncertain input. */
typedef struct assess_axis {
  size_t fact;
  assess_distribution distribution;
  double value;          /**< as recorded, in the fact's unit */
  double first, second;  /**< beta: a, b; gamma: shape, exposure; normal: mean, sd */
  double scale;          /**< value of the fact for a share or rate of one */
  double lower, upper;   /**< what is possible */
  double events, trials; /**< beta: k, n; gamma: count, exposure; else 0 */
  const char *per;       /**< unit of the exposure, "" for cells; borrowed */
  const double *limits;  /**< numbers at which alone the decision changes; NULL if not known */
  size_t limit_count;
  size_t break_count;
  double breaks[ASSESS_MAX_BREAKS];    /**< rising; the class changes here */
  double scan[ASSESS_SCAN_POINTS + 1]; /**< points of a scan, spaced by probability */
} assess_axis;

/** One class and how probable it is. */
typedef struct assess_class {
  const char *text; /**< value, or "A or B" where the tables leave it open; in the arena */
  double probability;
} assess_class;

/** Probabilities of the values of one fact. */
typedef struct assess_classes {
  size_t fact;
  size_t axis_count;
  assess_axis axes[ASSESS_MAX_AXES];
  size_t count;
  assess_class classes[ASSESS_MAX_CLASSES];
} assess_classes;

struct lu_assessment {
  const lu_assessor *assessor;
  lu_assessor *own; /**< the same where the assessment owns it, else NULL */
  const lu_case *record;
  const lu_dictionary *dictionary;
  lu_factset *facts;
  lu_arena *arena;
  lu_evaluation **evaluations; /**< of each step, with its trace; in the arena, like those below */
  bool *shared;                /**< the evaluation of a step is that of an earlier one */
  size_t sample_count;
  assess_sample *samples;
  size_t leading; /**< index of the sample that leads; LU_NO_INDEX if none */
  size_t classes_count;
  assess_classes *classes;
};

/* ---- assess_order.c ---- */

/** Lists the decisions that yield facts, each behind those that it needs. */
lu_status assess_order_steps(lu_assessor *assessor, lu_error *error);
/** Step that derives a fact. @return NULL if there is none */
const assess_step *assess_find_step(const lu_assessment *assessment, size_t fact);

/* ---- assess_site.c ---- */

/** Lists the primary sites that the fact of a step is for ("sites" of its dictionary entry). */
lu_status assess_find_sites(assess_step *step, const lu_assessor *assessor, lu_error *error);
/** True if the fact of a step is for other primary sites than that of the facts. */
bool assess_is_elsewhere(const lu_assessor *assessor, const assess_step *step,
                         const lu_factset *facts);

/* ---- assess_derive.c ---- */

/** Facts that are being derived. */
typedef struct assess_derivation {
  const lu_assessor *assessor;
  lu_factset *facts;
  const lu_assessment *assessment; /**< NULL where nothing is told: no findings, no spread */
  lu_context *context;
  lu_error *error;
} assess_derivation;

/** Takes a decision of an evaluation whose inputs are given. @param value borrowed from it */
lu_status assess_decide(const lu_value **value, lu_evaluation *evaluation,
                        const lu_assessor *assessor, const assess_step *step, lu_error *error);
/** Keeps what a decision gave for the fact of a step, with all that follows from it. */
lu_status assess_take(const assess_derivation *on, const assess_step *step,
                      lu_evaluation *evaluation, const lu_value *value);

/** Evaluates a decision on some facts. @param evaluation new @param value borrowed from it */
lu_status assess_evaluate(lu_evaluation **evaluation, const lu_value **value,
                          const lu_assessor *assessor, const assess_step *step,
                          const lu_factset *facts, lu_context *context, lu_error *error);
/** Derives the facts of all steps, with their stand-ins, what they fill, and their findings. */
lu_status assess_derive(lu_assessment *assessment, lu_context *context, lu_error *error);
/** Keeps the finding of a fact's dictionary entry, with the values of these facts. */
void assess_find(const lu_assessment *assessment, size_t fact, const lu_factset *facts,
                 lu_context *context);
/** "note", "warning" or "severe". */
lu_severity assess_severity(const char *word);
/** Sets the facts that name what is stated as not done, and what is not stated at all. */
lu_status assess_set_not_done(lu_factset *facts, lu_error *error);
/** Member of a fact's dictionary entry; NULL if it has none. @return borrowed */
const json_t *assess_member(const lu_dictionary *dictionary, size_t fact, const char *name);
/** Number of a fact; NAN if it is not known or no number. */
double assess_number(const lu_factset *facts, size_t fact);
/** The same by name. */
double assess_number_named(const lu_factset *facts, const char *name);

/* ---- assess_sample.c ---- */

/** Grades each sample and lets the highest lead. */
lu_status assess_samples(lu_assessment *assessment, lu_context *context, lu_error *error);

/* ---- assess_axis.c ---- */

/** Reads what is known of an uncertain input from an element of "uncertain". @return false if it is
 * known exactly, or not at all */
bool assess_axis_read(assess_axis *out, const lu_factset *facts, const json_t *entry);
/** Probability that the number is at most x. */
double assess_axis_cdf(const assess_axis *axis, double x);
/** Inverse of assess_axis_cdf(). */
double assess_axis_quantile(const assess_axis *axis, double p);
/** Standard deviation in the fact's unit. */
double assess_axis_sd(const assess_axis *axis);
/** Interval of 95 %: Wilson for a share, Garwood for a rate, quantiles otherwise; in the fact's
 * unit. */
void assess_axis_interval(const assess_axis *axis, double *lower, double *upper);
/** Gives the facts that come from counts their standard deviation. */
lu_status assess_set_count_sd(lu_assessment *assessment, lu_error *error);

/* ---- assess_class.c ---- */

/** Finds the probabilities of the values of all facts that have uncertain inputs. */
lu_status assess_probabilities(lu_assessment *assessment, lu_context *context, lu_error *error);

/** What a person calls a class: labels; "open" where many values are possible. */
void assess_class_print(lu_text *out, const lu_fact *fact, const char *text);

/* ---- assess_currency.c ---- */

/** Finds values that are older than data/assessment/currency.json lets them be. */
lu_status assess_currency(const lu_assessment *assessment, lu_context *context, lu_error *error);

/* ---- assess_print.c ---- */

/** Most values of an open fact that are listed. */
#define ASSESS_MAX_LISTED 3
/** Writes a fact for a person: a number in as many digits as its uncertainty allows, an open value
 * with what it may be if that is little. */
void assess_print(lu_text *out, const lu_assessment *assessment, const lu_factset *facts,
                  size_t fact);
/** Values worth naming that an open fact may be. @param out array of ASSESS_MAX_LISTED indices in
 * the value set @return 0 if there are none, or too many to tell anything */
size_t assess_listed(size_t *out, const lu_assessment *assessment, const lu_factset *facts,
                     size_t fact);
/** Stands for "no row fires" among what an open fact may be. */
#define ASSESS_NONE "none of these"
/** True if an open value may become this one of the value set. */
bool assess_may_be(const lu_value *open, const char *text);
/** True if the tables may give nothing at all for an open value. */
bool assess_may_be_none(const lu_value *open);
/** Writes "A, B or C" for what assess_listed() lists. @return false, with nothing written, if that
 * is nothing */
bool assess_print_listed(lu_text *out, const lu_assessment *assessment, const lu_factset *facts,
                         size_t fact);
/** True for a value that is possible but not worth naming. */
bool assess_unlisted(const lu_assessment *assessment, size_t fact, const char *text);
/** What a person writes for the unit of an exposure. */
const char *assess_unit_words(const char *unit);
/** Writes both ends of an interval in the same number of decimals. */
void assess_print_interval(lu_text *out, double lower, double upper);

/* ---- assess_spread.c ---- */

/** Standard deviation of a derived number, by differences of one standard deviation in each input.
 * @param at the number itself */
lu_status assess_spread(double *sd, const lu_assessment *assessment, const assess_step *step,
                        const lu_value *at, lu_context *context, lu_error *error);

#endif
