/*
 * view.h -- reading: the questions a role may ask of a log. Nothing here changes anything.
 *
 * Each answers JSON as docs/openapi.yaml describes it. A view is opened (who asks, which log, its zone,
 * program and clock), then its rows are read, then the answer is built.
 */
#ifndef SERVICE_VIEW_H
#define SERVICE_VIEW_H

#include "call.h"
#include "identify.h"

struct view_request {
    struct service_caller caller;
    struct span origin;
    bool training_at_given;
    instant_t training_at;
};

struct view;
typedef void view_fn(struct view *v);

/* An open view. Owned by itself: ended by view_answer or view_fail. */
struct view {
    struct call *call;
    struct service *s;
    struct identity who;
    char log_id[24];
    uint64_t size;
    char root[65];     /* hex */
    instant_t last_at; /* INSTANT_NONE while the log is empty */
    instant_t now;     /* of the log's clock; training_at where given */
    bool is_open;
    bool training_at_given;
    const struct service_zone *zone; /* NULL while the log is empty */
    const struct program_file *file; /* NULL while the site is not on record */
    const struct program *program;   /* likewise */
    view_fn *opened;

    /* What is asked, and what has been read; each view uses its own. */
    char lot[LIMIT_CODE + 1];
    char from[24];
    char count[24];
    bool newest;
    bool single;
    struct json *answer; /* freed with the view unless it was answered */
    void *own;           /* of the view; freed with it */
};

/* A view that is not open yet; NULL after the reply was given. */
struct view *view_new(struct service *s, const struct view_request *request, view_fn *opened,
                      service_reply_fn *reply, void *arg);
/* Identify the caller (any role in the log), read the head, zone and program; then `opened`. */
void view_open(struct view *v);
void view_answer(struct view *v, struct json *answer);
void view_fail(struct view *v, const struct err *err);
void view_fail_with(struct view *v, enum err_code code, const char *hint, const char *detail);

/* --- the questions -------------------------------------------------------------------------- */

void view_logs(struct service *s, const struct service_caller *caller, service_reply_fn *reply,
               void *arg);
void view_head(struct service *s, const struct view_request *r, service_reply_fn *reply, void *arg);
/* `newest`: the last `count` entries, oldest of them first; else `count` entries from `from` on. */
void view_entries(struct service *s, const struct view_request *r, uint64_t from, uint32_t count,
                  bool newest, service_reply_fn *reply, void *arg);
void view_entry(struct service *s, const struct view_request *r, uint64_t n,
                service_reply_fn *reply, void *arg);
void view_members(struct service *s, const struct view_request *r, service_reply_fn *reply,
                  void *arg);
void view_lots(struct service *s, const struct view_request *r, service_reply_fn *reply, void *arg);
/* The accountability record of one lot (rules.md 4.1). */
void view_lot(struct service *s, const struct view_request *r, struct span lot,
              service_reply_fn *reply, void *arg);
/* The work list: every subject, what is due and what stands in the way of the next supply. */
void view_subjects(struct service *s, const struct view_request *r, service_reply_fn *reply,
                   void *arg);

/* A dispense that is being thought of; empty and 0: the newest unused prescription, as prescribed, from
 * the lot that expires first and holds enough. */
struct view_supply {
    struct span prescription;
    struct span lot;
    int64_t capsules;
};
void view_subject(struct service *s, const struct view_request *r, struct span subject,
                  const struct view_supply *supply, service_reply_fn *reply, void *arg);
/* What would the rules say to this statement now? {"type":...,"body":{...}}; nothing is recorded. */
void view_ask(struct service *s, const struct view_request *r, struct span question,
              service_reply_fn *reply, void *arg);

#endif
