/* SPDX-License-Identifier: Apache-2.0 */
#include "version.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <pcre2.h>

#include "command.h"
#ifdef LU_HAVE_CAIRO
#include <cairo.h>
#include <pango/pango.h>
#endif
#include "lutetia/base/version.h"
#ifdef LU_HAVE_ICAL
#include <libical/ical.h>
#endif

void version_print(lu_text *out) {
  lu_text_printf(out, "lutetia %s\nFor research and teaching; not for patient care.\n",
                 lu_version());
}

/** One linked library. */
struct part {
  const char *name, *version, *licence, *used_for;
};

lu_status version_print_json(lu_error *error) {
  char pcre2_version[64] = "";
  pcre2_config(PCRE2_CONFIG_VERSION, pcre2_version);
  const struct part parts[] = {
      {"jansson", jansson_version_str(), "MIT", "JSON"},
      {"libxml2", LIBXML_DOTTED_VERSION, "MIT", "DMN files"},
      {"pcre2", pcre2_version, "BSD-3-Clause", "regular expressions of FEEL"},
      {"intelrdfpmath", "2.0u2", "BSD-3-Clause", "34-digit decimals"},
      {"random123", "1.14", "BSD-3-Clause", "random numbers"},
      {"libmd", "1", "BSD-3-Clause", "SHA-256"},
#ifdef LU_HAVE_CAIRO
      {"cairo", cairo_version_string(), "LGPL-2.1 or MPL-1.1", "PDF and pictures"},
      {"pango", pango_version_string(), "LGPL-2.0-or-later", "text of PDF and pictures"},
#endif
#ifdef LU_HAVE_ICAL
      {"libical", ICAL_VERSION, "MPL-2.0 or LGPL-2.1", "calendar files"},
#endif
  };
  json_t *list = json_array();
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    json_array_append_new(
        list, json_pack("{ssssssss}", "name", parts[i].name, "version", parts[i].version, "licence",
                        parts[i].licence, "used_for", parts[i].used_for));
  }
  json_t *document =
      json_pack("{ssssssssso}", "name", "lutetia", "version", lu_version(), "licence", "Apache-2.0",
                "purpose", "research and teaching; not for patient care", "parts", list);
  if (document == NULL) return lu_fail_memory(error);
  lu_status status = command_print_json(document, error);
  json_decref(document);
  return status;
}
