/*
 * desk.h -- what stands behind the views of subjects: lots to choose from, prescriptions, balances.
 *
 * Rows of the database live only until their callback returns, and the facts of a subject are folded in
 * one go; so what was read before them is kept here. Part of a view (view->own).
 */
#ifndef SERVICE_DESK_H
#define SERVICE_DESK_H

#include "view.h"

#define DESK_LOTS_MAX     LIMIT_SITE_LOTS
#define DESK_BALANCES_MAX (LIMIT_SITE_LOTS * ACCOUNT_COUNT)

struct desk_lot {
    char lot[LIMIT_CODE + 1];
    char expiry[DAY_SIZE];
    int64_t strength_ug;
    int64_t available;
};

struct desk_balance {
    char lot[LIMIT_CODE + 1];
    enum account account;
    int64_t capsules;
};

/* The supply that is judged. */
struct desk_supply {
    char prescription[LIMIT_CODE + 1]; /* "" : none on record */
    char lot[LIMIT_CODE + 1];
    int64_t capsules;
};

struct desk {
    struct desk_lot lot[DESK_LOTS_MAX];
    size_t lot_count;
    struct desk_balance balance[DESK_BALANCES_MAX];
    size_t balance_count;
    char (*subject)[LIMIT_CODE + 1]; /* the work list; owned */
    size_t subject_count;
    size_t at;
    struct desk_supply asked; /* what the caller named; "" and 0 where nothing */
    struct desk_supply supply;
};

void desk_take_lots(struct desk *d, const struct ledger_rows *rows);
void desk_take_balances(struct desk *d, const struct ledger_rows *rows);
/*
 * Choose what is not asked for: the newest prescription that was not used, as many capsules as it says,
 * and the lot of its strength that expires first among those in date that hold enough.
 */
void desk_choose(struct desk *d, const struct ledger_rows *prescriptions, day_t today);
/* The dispense that is judged. What is not known stays absent: the rules then say what is missing. */
void desk_act(const struct desk *d, const char *subject, struct statement *out);

/*
 * Fold the subject's facts with the balances of the desk, then judge an act and the subject's state: the
 * results are the service's own verdict and state, good until the next callback.
 */
ATTR_MUST_CHECK enum err_code desk_judge(struct view *v, const char *subject,
                                         const struct ledger_rows *facts,
                                         const struct statement *act, struct err *err);
/* True after failing the view: without the site's program no gate can be judged. */
bool desk_lacks_program(struct view *v);

#endif
