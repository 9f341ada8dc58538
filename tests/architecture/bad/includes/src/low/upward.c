#include "lutetia/high.h"
