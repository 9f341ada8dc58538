#include <lutetia/high/part.h>
