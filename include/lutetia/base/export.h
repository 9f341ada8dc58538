/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Visibility and compiler attributes of public functions.
 */
#ifndef LUTETIA_BASE_EXPORT_H
#define LUTETIA_BASE_EXPORT_H

/** Marks a function as visible in liblutetia.so; everything else stays hidden. */
#define LU_API __attribute__((visibility("default")))
/** Lets the compiler check a printf format; arguments count from 1. */
#define LU_PRINTF(format_index, first_argument) \
  __attribute__((format(printf, format_index, first_argument)))

#ifdef __cplusplus
#define LU_BEGIN_DECLS extern "C" {
#define LU_END_DECLS }
#else
#define LU_BEGIN_DECLS
#define LU_END_DECLS
#endif

#endif
