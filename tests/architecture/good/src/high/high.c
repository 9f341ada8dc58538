#include "lutetia/low.h"
