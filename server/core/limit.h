/*
 * limit.h -- every limit of remsledger, in one place. (Not "limits.h": a folder given by -iquote
 * would then stand in the way of the C library's own.)
 *
 * A limit is part of the contract: what exceeds it gets a clear error that names
 * the field and the limit (codes.def). Sizes are bytes, times are seconds unless
 * the name says otherwise. Sources: spec/ledger.md 2.3 and 2.8, spec/security.md 5.
 */
#ifndef CORE_LIMIT_H
#define CORE_LIMIT_H

/* The wire (ledger.md 2.3, 2.8). */
#define LIMIT_STATEMENT        49152 /* canonical statement; the entry then stays under 65,536 */
#define LIMIT_ENTRY            65535 /* tlog-tiles bundles carry a uint16 length */
#define LIMIT_STATEMENT_DEPTH  8     /* the statement's own braces are level 1 */
#define LIMIT_ORIGIN           255
#define LIMIT_USER_ID          32 /* [a-z0-9][a-z0-9-]{1,31} */
#define LIMIT_CODE             32 /* [A-Za-z0-9][A-Za-z0-9._/-]{0,31}: subject, lot, prescription ... */
#define LIMIT_TEXT             500              /* characters of free text, counted in bytes */
#define LIMIT_INTEGER          9007199254740991 /* 2^53 - 1 */
#define LIMIT_STATEMENT_FIELDS 16               /* fields of one statement type */
#define LIMIT_FIELD_NAME       32               /* of the catalogue: [a-z][a-z0-9_]* */
#define LIMIT_CAPSULES         100000           /* capsules in one movement */
#define LIMIT_RECOVERY_KEYS    4

/* Challenge freshness (ledger.md 2.8), whole seconds, both included. */
#define LIMIT_CHALLENGE_AGE_S   120
#define LIMIT_CHALLENGE_AHEAD_S 5

/* HTTP (security.md 5). */
#define LIMIT_BODY          262144  /* request body: 413 above */
#define LIMIT_HEADER        16384   /* request line and headers: 431 above */
#define LIMIT_TARGET        2048    /* request target: 414 above */
#define LIMIT_HEADER_LINES  64      /* 431 above */
#define LIMIT_REQUEST_ARENA 8388608 /* memory of one request in flight: 503 above */
#define LIMIT_JSON_DEPTH    16      /* bodies that are not statements */
#define LIMIT_JSON_MEMBERS  256
#define LIMIT_REQUEST_S     10 /* first byte to last byte of a request */
#define LIMIT_HANDSHAKE_S   10 /* TLS handshake */
#define LIMIT_IDLE_S        60 /* keep-alive without a request */
#define LIMIT_CONNECTIONS   1024
#define LIMIT_QUEUE         4096 /* statements waiting for their log, all logs together: 503 above */
#define LIMIT_BATCH         8    /* statements in one transaction (performance.md, decision 3) */
#define LIMIT_EVENT_BACKLOG 262144 /* unsent bytes of one event stream before it is closed */
#define LIMIT_LINGER_S      2      /* after a rejected request: reading what is still under way */

/* Database (reliability.md, finding 4). */
#define LIMIT_DB_CONNECT_MS 5000
#define LIMIT_DB_ANSWER_MS  5000
#define LIMIT_DB_WRITERS    4
#define LIMIT_DB_READERS    2

/* Accounts (security.md 3.2, 3.4). */
#define LIMIT_SESSION_IDLE_S  600
#define LIMIT_SESSION_TOTAL_S 43200
#define LIMIT_ONE_TIME_CODE_S 259200 /* 72 h */
#define LIMIT_LOGIN_FAILURES  5
#define LIMIT_LOCKOUT_S       900
#define LIMIT_PASSWORD_MIN    12
#define LIMIT_PASSWORD_MAX    128
#define LIMIT_KDF_N           131072 /* production accounts; less is refused there */
#define LIMIT_KDF_N_TRAINING  4096

/* Facts of one subject (core/facts.h). More is an error, never a silent loss. */
#define LIMIT_SUBJECT_TESTS         512
#define LIMIT_SUBJECT_COUNSELLINGS  512
#define LIMIT_SUBJECT_PRESCRIPTIONS 128
#define LIMIT_SUBJECT_DISPENSINGS   128
#define LIMIT_SUBJECT_RETURNS       256
#define LIMIT_SUBJECT_EVENTS        256 /* of each other kind */
#define LIMIT_SITE_REGISTRATIONS    256
#define LIMIT_SITE_LOTS             512
#define LIMIT_SITE_PRODUCTS         32

/* Configuration and program files (security.md 5). */
#define LIMIT_YAML         65536
#define LIMIT_YAML_DEPTH   16
#define LIMIT_YAML_MEMBERS 256 /* of one mapping or sequence */

/* A site zone: every change of offset from 1970 to 2100 (common/zone.h). */
#define LIMIT_ZONE_CHANGES 512

/* Queries. */
#define LIMIT_PAGE 200 /* rows of one answer */

#endif
