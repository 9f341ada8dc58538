/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Treatments planned for one patient: one module per treatment, all of the same shape, so that
 * command line, report and calendar walk a list and never name one. What is known of drugs,
 * regimens, trials and radiopharmaceuticals stands in data/drugs, data/prrt and data/nuclides.
 */
#ifndef LUTETIA_THERAPY_H
#define LUTETIA_THERAPY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base.h"
#include "lutetia/guideline.h"

LU_BEGIN_DECLS

/** All data files of treatments, checked, with their conditions compiled. Immutable after reading:
 * threads may share it. */
typedef struct lu_formulary lu_formulary;

/**
 * Reads data/drugs, data/prrt and data/nuclides and checks every file: form, sources, units,
 * conditions, names that it refers to.
 * Fails with LU_IO, LU_BAD_INPUT (file, JSON pointer, what is valid) or LU_OUT_OF_MEMORY.
 * @param out        new; free with lu_formulary_free()
 * @param dictionary borrowed, must outlive it
 */
LU_API lu_status lu_formulary_read(lu_formulary **out, const lu_dictionary *dictionary,
                                   lu_context *context, lu_error *error);
/** Frees it. NULL is allowed. */
LU_API void lu_formulary_free(lu_formulary *formulary);
/** SHA-256 of all its files, as lu_sha256_list() makes it. @return borrowed */
LU_API const char *lu_formulary_hash(const lu_formulary *formulary);
/** Number of regimens, in order of their groups, then of ids. */
LU_API size_t lu_formulary_regimen_count(const lu_formulary *formulary);
/** A regimen's file. @return borrowed; NULL beyond the end */
LU_API const json_t *lu_formulary_regimen_at(const lu_formulary *formulary, size_t index);

/** What is asked of a treatment. Zeros for the defaults. */
typedef struct lu_treatment_request {
  const char *regimen; /**< regimen of drugs, or product of PRRT; NULL: what the plan offers
                          first */
  const char *region;  /**< whose label decides: "EU" or "US"; NULL: both are shown and the
                          stricter decides */
  const char *country; /**< table of radiation protection; NULL: no release advice */
  const char *setting; /**< "ward" or "outpatient"; NULL: that of the data file */
  bool today;          /**< decide whether the next dose may be given today */
  int cycle;           /**< cycle that a day sheet is for; 0 for the next one */
  lu_date start;       /**< first day of the course; today if not set */
  lu_date calibrated;  /**< day of calibration of a vial; not set: the day of the cycle */
  double vial_gbq;     /**< activity of the vial at calibration, GBq; 0: as ordered */
  double vial_ml;      /**< volume of the vial, mL; 0: unknown */
  double residual_gbq; /**< activity left in vial and lines, GBq; negative: not measured */
  int calibrated_min;  /**< minute of the day of calibration, 0 to 1439; negative: that of the
                          infusion */
  int infused_min;     /**< minute of the day at which the infusion starts, 1440 for midnight; 0:
                          as the data file says */
  int infusion_min;    /**< planned length of the infusion, min; 0: as the data file says */
  double rate_pct;     /**< rate of the amino acids in % of the full rate; 0: 100 */
  const lu_calendar_wish *moves; /**< moved events */
  size_t move_count;
  const lu_date *holidays; /**< days on which nothing is planned, beside weekends */
  size_t holiday_count;
  size_t draws; /**< of expected doses; 0: 10000 */
} lu_treatment_request;

/** One way of treatment. */
typedef struct lu_treatment {
  const char *id;    /**< "drugs", "prrt" */
  const char *title; /**< for people */
  /** True if it plans an option of the guideline (code as in options.json). */
  bool (*answers)(const lu_formulary *formulary, const char *option);
  /**
   * Plans it for one patient, also where it may not be given.
   * @param out new reference: a document with "lutetia_<id>": 1, "verdict" ("may be given", "may be
   * given with caution", "data missing", "not recommended", "contraindicated"), "reasons", "events"
   * (as lu_treatment_ics() reads them), "provenance"; valid against schema/<id>.schema.json
   */
  lu_status (*plan)(json_t **out, const lu_formulary *formulary, const lu_study *study,
                    const lu_treatment_request *request, lu_context *context, lu_error *error);
  /** What people read of such a document: an array of nodes of a document tree
   * (schema/document.schema.json). @param out new reference */
  lu_status (*sections)(json_t **out, const json_t *plan, lu_error *error);
} lu_treatment;

/** A treatment, in the order in which they are shown. @return static; NULL beyond the end */
LU_API const lu_treatment *lu_treatment_at(size_t index);
/** A treatment by id. @return static; NULL if there is none */
LU_API const lu_treatment *lu_treatment_find(const char *id);

/** LU_OK, LU_DATA_MISSING or LU_NOT_RECOMMENDED, as the document's "verdict" says. An override
 * changes nothing about it. */
LU_API lu_status lu_treatment_verdict(const json_t *plan);
/**
 * Marks a document whose verdict is a ban as gone on with against it: members "overridden" and
 * "override_reason". The verdict stays, and stays first. Fails with LU_USAGE where there is no ban
 * or the reason is empty.
 * @param plan   changed in place
 * @param reason NULL does nothing
 */
LU_API lu_status lu_treatment_override(json_t *plan, const char *reason, lu_error *error);
/**
 * What a document says, as a document tree with title, notice and footer (schema/
 * document.schema.json).
 * @param out new reference
 * @param paper "A4" or "Letter"; NULL for A4
 */
LU_API lu_status lu_treatment_page(json_t **out, const json_t *plan, const char *paper,
                                   lu_error *error);
/** The "events" of a document as a calendar file; see lu_calendar_ics(). @param out appended */
LU_API lu_status lu_treatment_ics(lu_text *out, const json_t *plan, const char *case_id,
                                  lu_date stamp, lu_error *error);
/** Plans every treatment that answers an option which the plan offers first or beside it:
 * [{"id", "title", "option", "plan", "sections"}]. @param out new reference */
LU_API lu_status lu_treatment_dossier(json_t **out, const lu_formulary *formulary,
                                      const lu_study *study, lu_context *context, lu_error *error);

/**
 * The day of one PRRT cycle: go/no-go sheet and the day minute by minute
 * (schema/prrt-day.schema.json; "lutetia_prrt_day": 1, otherwise like lu_treatment::plan).
 * @param out new reference
 */
LU_API lu_status lu_prrt_day(json_t **out, const lu_formulary *formulary, const lu_study *study,
                             const lu_treatment_request *request, lu_context *context,
                             lu_error *error);

LU_END_DECLS

#endif
