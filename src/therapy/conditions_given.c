/* SPDX-License-Identifier: Apache-2.0 */
/* Names beside facts that conditions of data files may use: what follows from doses and dates. */
#include "conditions.h"

const given_name conditions_given[] = {
    {"cycle", "number of the next cycle", "", "number"},
    {"given_cycles", "cycles given", "", "number"},
    {"days_since_last_cycle", "days since the last cycle", "d", "number"},
    {"days_since_start", "days since the first cycle", "d", "number"},
    {"delay_d", "delay of the next cycle", "d", "number"},
    {"delayed_by_toxicity", "delayed by toxicity", "", "boolean"},
    {"creatinine_ratio_to_baseline", "creatinine, ratio to baseline", "", "number"},
    {"crcl_ratio_to_baseline", "creatinine clearance, ratio to baseline", "", "number"},
    {"days_since_long_acting", "days since the last long-acting dose", "d", "number"},
    {"crcl_for_dose_ml_min", "creatinine clearance for doses", "mL/min", "number"},
    {"anc_nadir_1e9_l", "lowest neutrophils since the last cycle began", "10^9/L", "number"},
    {"plt_nadir_1e9_l", "lowest platelets since the last cycle began", "10^9/L", "number"},
    {"hb_nadir_g_dl", "lowest haemoglobin since the last cycle began", "g/dL", "number"},
    {NULL, NULL, NULL, NULL},
};
