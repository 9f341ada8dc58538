#ifndef GOOD_PART_H
#define GOOD_PART_H
#include <stddef.h>
#define LU_API __attribute__((visibility("default")))
/** Length of a text in bytes. */
LU_API size_t lu_part(const char *text);
#endif
