/* Compares bytes with a file under tests/golden; BLESS=1 writes it instead. */
#ifndef TESTS_UNIT_GOLDEN_H
#define TESTS_UNIT_GOLDEN_H

#include "base/sv.h"

void golden(const char *path, struct sv got);

#endif
