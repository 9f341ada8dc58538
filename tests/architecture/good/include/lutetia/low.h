#ifndef GOOD_LOW_H
#define GOOD_LOW_H
#include "lutetia/low/part.h"
/**
 * Twice a number.
 */
LU_API int lu_low(int number);
#endif
