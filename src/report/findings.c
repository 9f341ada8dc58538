/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

lu_status lu_report_findings(lu_text *out, const lu_context *context, const lu_report_style *style,
                             lu_error *error) {
  layout page = layout_start(out, style);
  for (size_t i = 0; i < lu_context_finding_count(context); i++) {
    const lu_finding *finding = lu_context_finding(context, i);
    words_finding(&page, lu_severity_name(finding->severity), finding->place, finding->sentence,
                  finding->effect);
  }
  return layout_end(&page, error);
}
