#include "../low/inner.h"
