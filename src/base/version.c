/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/version.h"

const char *lu_version(void) {
  return LU_VERSION;
}
