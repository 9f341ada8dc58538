/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * All of the room `base`: what every other room stands on.
 */
#ifndef LUTETIA_BASE_H
#define LUTETIA_BASE_H

#include "lutetia/base/context.h"
#include "lutetia/base/date.h"
#include "lutetia/base/error.h"
#include "lutetia/base/export.h"
#include "lutetia/base/file.h"
#include "lutetia/base/measure.h"
#include "lutetia/base/memory.h"
#include "lutetia/base/parallel.h"
#include "lutetia/base/progress.h"
#include "lutetia/base/random.h"
#include "lutetia/base/statistics.h"
#include "lutetia/base/text.h"
#include "lutetia/base/unit.h"
#include "lutetia/base/version.h"

#endif
