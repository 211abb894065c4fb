// See read.h beside this file.
#ifndef ROLLCALL_STUB_HIREDIS1_HIREDIS_H
#define ROLLCALL_STUB_HIREDIS1_HIREDIS_H

#include "read.h"

#define HIREDIS_MAJOR 1
#define HIREDIS_MINOR 2
#define HIREDIS_PATCH 0

long long redisFormatCommandArgv(char **target, int argc, const char **argv, const size_t *argvlen); // 0.14: int
void redisFreeCommand(char *command);

#endif
