// What hiredis 1.x declares differently from 0.14, as far as Sources/CHiredis/shim.h touches it: our own minimal
// declarations, for a syntax check on machines that have 0.14 only (RedisTests, HiredisShimTests).
#ifndef ROLLCALL_STUB_HIREDIS1_READ_H
#define ROLLCALL_STUB_HIREDIS1_READ_H

#include <stddef.h>

#define REDIS_OK 0
#define REDIS_ERR (-1)

#define REDIS_REPLY_STRING 1
#define REDIS_REPLY_ARRAY 2
#define REDIS_REPLY_INTEGER 3
#define REDIS_REPLY_NIL 4
#define REDIS_REPLY_STATUS 5
#define REDIS_REPLY_ERROR 6
// From here on RESP3, unknown to 0.14.
#define REDIS_REPLY_DOUBLE 7
#define REDIS_REPLY_BOOL 8
#define REDIS_REPLY_MAP 9
#define REDIS_REPLY_SET 10
#define REDIS_REPLY_PUSH 12
#define REDIS_REPLY_BIGNUM 13
#define REDIS_REPLY_VERB 14

typedef struct redisReadTask {
    int type;
    long long elements; // 0.14: int
    int idx;
    void *obj;
    struct redisReadTask *parent;
    void *privdata;
} redisReadTask;

typedef struct redisReplyObjectFunctions {
    void *(*createString)(const redisReadTask *, char *, size_t);
    void *(*createArray)(const redisReadTask *, size_t); // 0.14: int
    void *(*createInteger)(const redisReadTask *, long long);
    void *(*createDouble)(const redisReadTask *, double, char *, size_t); // 0.14: none
    void *(*createNil)(const redisReadTask *);
    void *(*createBool)(const redisReadTask *, int); // 0.14: none
    void (*freeObject)(void *);
} redisReplyObjectFunctions;

typedef struct redisReader {
    int err;
    char errstr[128];
    char *buf;
    size_t pos;
    size_t len;
    size_t maxbuf;
    long long maxelements; // 0.14: none
    redisReadTask **task; // 0.14: an array of nine
    int tasks;
    int ridx;
    void *reply;
    redisReplyObjectFunctions *fn;
    void *privdata;
} redisReader;

redisReader *redisReaderCreateWithFunctions(redisReplyObjectFunctions *fn);
void redisReaderFree(redisReader *reader);
int redisReaderFeed(redisReader *reader, const char *bytes, size_t count);
int redisReaderGetReply(redisReader *reader, void **reply);

#endif
