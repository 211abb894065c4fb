#ifndef ROLLCALL_CHIREDIS_SHIM_H
#define ROLLCALL_CHIREDIS_SHIM_H

// One stable face for hiredis 0.14 and 1.x. The releases differ in the types of the reader's function table (counts of
// arrays, doubles, booleans) and in what the formatter returns; a Swift initializer of the table would compile for one
// of them only. RESP2 alone: a RESP3 value ends the reader with an error.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

#ifndef HIREDIS_MAJOR
#error "This hiredis names no version: 0.13 or later is needed (Debian: libhiredis-dev)"
#endif

/// What a string on the wire was.
typedef enum {
    ROLLCALL_BULK = 0,
    ROLLCALL_SIMPLE = 1,
    ROLLCALL_ERROR = 2,
} rollcall_string_kind;

/// Where the values of a reply go, in the order in which they stand on the wire: an array is announced before its
/// elements. The bytes of a string are valid during the call only.
typedef struct {
    void *context;
    void (*string)(void *context, rollcall_string_kind kind, const uint8_t *bytes, size_t count);
    void (*array)(void *context, int64_t count);
    void (*integer)(void *context, int64_t value);
    void (*null)(void *context);
} rollcall_sink;

/// A reader with the table it uses: the table has to live as long as the reader.
typedef struct {
    redisReader *reader;
    redisReplyObjectFunctions table;
    rollcall_sink sink;
} rollcall_reader;

static inline rollcall_sink *rollcall_sink_of(const redisReadTask *task) {
    return (rollcall_sink *)task->privdata;
}

// hiredis takes any pointer but NULL as "made"; nothing is made here, so the sink stands for every value.

static inline void *rollcall_create_string(const redisReadTask *task, char *bytes, size_t count) {
    rollcall_sink *sink = rollcall_sink_of(task);
    rollcall_string_kind kind;
    switch (task->type) {
    case REDIS_REPLY_STRING: kind = ROLLCALL_BULK; break;
    case REDIS_REPLY_STATUS: kind = ROLLCALL_SIMPLE; break;
    case REDIS_REPLY_ERROR: kind = ROLLCALL_ERROR; break;
    default: return NULL;
    }
    sink->string(sink->context, kind, (const uint8_t *)bytes, count);
    return sink;
}

static inline void *rollcall_create_any_array(const redisReadTask *task, int64_t count) {
    rollcall_sink *sink = rollcall_sink_of(task);
    if (task->type != REDIS_REPLY_ARRAY) return NULL;
    sink->array(sink->context, count);
    return sink;
}

static inline void *rollcall_create_integer(const redisReadTask *task, long long value) {
    rollcall_sink *sink = rollcall_sink_of(task);
    sink->integer(sink->context, (int64_t)value);
    return sink;
}

static inline void *rollcall_create_null(const redisReadTask *task) {
    rollcall_sink *sink = rollcall_sink_of(task);
    sink->null(sink->context);
    return sink;
}

static inline void rollcall_free_object(void *object) {
    (void)object;
}

#if HIREDIS_MAJOR >= 1

static inline void *rollcall_create_array(const redisReadTask *task, size_t count) {
    return rollcall_create_any_array(task, (int64_t)count);
}

static inline void *rollcall_refuse_double(const redisReadTask *task, double value, char *bytes, size_t count) {
    (void)task, (void)value, (void)bytes, (void)count;
    return NULL;
}

static inline void *rollcall_refuse_bool(const redisReadTask *task, int value) {
    (void)task, (void)value;
    return NULL;
}

#else

static inline void *rollcall_create_array(const redisReadTask *task, int count) {
    return rollcall_create_any_array(task, (int64_t)count);
}

#endif

static inline void rollcall_fill_table(redisReplyObjectFunctions *table) {
    memset(table, 0, sizeof(*table));
    table->createString = rollcall_create_string;
    table->createArray = rollcall_create_array;
    table->createInteger = rollcall_create_integer;
    table->createNil = rollcall_create_null;
    table->freeObject = rollcall_free_object;
#if HIREDIS_MAJOR >= 1
    table->createDouble = rollcall_refuse_double;
    table->createBool = rollcall_refuse_bool;
#endif
}

static inline void rollcall_reader_free(rollcall_reader *owner) {
    if (owner == NULL) return;
    if (owner->reader != NULL) redisReaderFree(owner->reader);
    free(owner);
}

/// NULL when memory is exhausted.
static inline rollcall_reader *rollcall_reader_create(rollcall_sink sink) {
    rollcall_reader *owner = (rollcall_reader *)calloc(1, sizeof(rollcall_reader));
    if (owner == NULL) return NULL;
    owner->sink = sink;
    rollcall_fill_table(&owner->table);
    owner->reader = redisReaderCreateWithFunctions(&owner->table);
    if (owner->reader == NULL) {
        rollcall_reader_free(owner);
        return NULL;
    }
    owner->reader->privdata = &owner->sink;
    return owner;
}

static inline bool rollcall_reader_feed(rollcall_reader *owner, const uint8_t *bytes, size_t count) {
    return redisReaderFeed(owner->reader, (const char *)bytes, count) == REDIS_OK;
}

typedef enum {
    ROLLCALL_INCOMPLETE = 0,
    ROLLCALL_COMPLETE = 1,
    ROLLCALL_FAILED = 2,
} rollcall_progress;

/// Reads on until one reply is whole, the bytes are used up, or they make no sense.
static inline rollcall_progress rollcall_reader_next(rollcall_reader *owner) {
    void *reply = NULL;
    if (redisReaderGetReply(owner->reader, &reply) != REDIS_OK) return ROLLCALL_FAILED;
    return reply == NULL ? ROLLCALL_INCOMPLETE : ROLLCALL_COMPLETE;
}

/// Why the reader failed; owned by the reader.
static inline const char *rollcall_reader_error(const rollcall_reader *owner) {
    return owner->reader->errstr;
}

/// Number of bytes of the command at `*target`, to be freed with `rollcall_command_free`; negative when memory is
/// exhausted.
static inline int64_t rollcall_format_command(char **target, int count, const char **arguments, const size_t *lengths) {
    return (int64_t)redisFormatCommandArgv(target, count, arguments, lengths);
}

static inline void rollcall_command_free(char *command) {
    redisFreeCommand(command);
}

static inline int rollcall_hiredis_major(void) { return HIREDIS_MAJOR; }
static inline int rollcall_hiredis_minor(void) { return HIREDIS_MINOR; }

#endif
