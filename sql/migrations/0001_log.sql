-- The logs and what stands in them: the installation, heads, entries, verdicts, postings, balances.
-- Immutable after a release; later changes are later files.

create table rems.installation (
  only_one      boolean primary key default true,
  realm         text not null,
  training      boolean not null,
  challenge_key bytea not null,
  made_at       timestamptz not null default clock_timestamp(),
  constraint there_is_one_installation check (only_one),
  constraint realm_is_a_host_name check (realm ~ '^[a-z0-9.-]{1,255}$'),
  constraint challenge_key_is_32_bytes check (octet_length(challenge_key) = 32)
);

create table rems.log (
  log_id  bigint generated always as identity primary key,
  origin  text not null,
  made_at timestamptz not null default clock_timestamp(),
  constraint one_log_per_origin unique (origin),
  constraint origin_is_well_formed
    check (origin ~ '^[a-z0-9.-]+(/[a-z0-9.-]+)+$' and octet_length(origin) <= 255)
);

-- One row per log, and its lock is the log's only lock. clock_offset is the training clock: what is
-- added to the real time; production never reads or writes it.
create table rems.head (
  log_id       bigint primary key references rems.log,
  size         bigint not null default 0,
  root         bytea not null default sha256(''),
  frontier     bytea not null default '',
  last_at      timestamptz,
  refusals     bigint not null default 0,
  clock_offset interval not null default '0',
  constraint root_is_a_hash check (octet_length(root) = 32),
  constraint frontier_is_hashes check (octet_length(frontier) % 32 = 0 and octet_length(frontier) <= 2048),
  constraint an_entry_has_an_instant check ((size = 0) = (last_at is null))
) with (fillfactor = 50);

-- root is the root of the tree of size n + 1, so that every head the log ever had can be found again.
create table rems.entry (
  log_id      bigint not null,
  n           bigint not null,
  at          timestamptz not null,
  accepted    boolean not null,
  type        text not null,
  scope       text not null,
  subject     text not null,
  signer      text not null,
  idem        uuid not null,
  fingerprint bytea not null,
  chal        bytea not null,
  leaf        bytea not null,
  root        bytea not null,
  entry       bytea not null,
  primary key (log_id, n),
  constraint one_entry_per_idempotency_key unique (log_id, idem),
  constraint a_challenge_is_used_once unique (log_id, chal),
  constraint n_starts_at_zero check (n >= 0),
  constraint scope_is_known check (scope in ('subject', 'site', 'people', 'log')),
  constraint a_fact_of_a_subject_names_it check ((scope = 'subject') = (subject <> '')),
  constraint hashes_are_32_bytes
    check (octet_length(fingerprint) = 32 and octet_length(leaf) = 32 and octet_length(root) = 32),
  constraint a_challenge_is_16_bytes check (octet_length(chal) = 16),
  constraint an_entry_fits_a_bundle check (octet_length(entry) between 1 and 65535)
);
create index entry_fact_of_subject on rems.entry (log_id, subject, n)
  where accepted and scope = 'subject';
create index entry_fact_of_site on rems.entry (log_id, n)
  where accepted and scope = 'site' and type <> 'receive';

-- The long form of a decision, for readers; what a decision was is in the entry.
create table rems.verdict (
  log_id  bigint not null,
  n       bigint not null,
  verdict json not null,
  primary key (log_id, n),
  constraint a_verdict_is_of_an_entry foreign key (log_id, n) references rems.entry
);

-- Filled by code/reference.sql, which repeats server/core/catalogue.def and accounts.def.
create table rems.statement_type (
  name  text primary key,
  scope text not null,
  constraint scope_is_known check (scope in ('subject', 'site', 'people', 'log'))
);

create table rems.account (
  name       text primary key,
  contra     boolean not null,
  of_subject boolean not null,
  constraint account_with_its_nature unique (name, contra, of_subject)
);

-- Running balances. subject is empty unless the account is of one. Updated in place and never indexed
-- by capsules, with room in each page: the update stays in the page.
create table rems.balance (
  log_id     bigint not null references rems.log,
  lot        text not null,
  account    text not null,
  subject    text not null,
  contra     boolean not null,
  of_subject boolean not null,
  capsules   bigint not null,
  primary key (log_id, lot, account, subject),
  constraint balance_is_of_a_known_account
    foreign key (account, contra, of_subject) references rems.account (name, contra, of_subject),
  constraint only_a_contra_account_goes_below_zero check (contra or capsules >= 0),
  constraint only_the_account_of_a_subject_names_one check (of_subject = (subject <> ''))
) with (fillfactor = 50);

-- Two rows per movement, one signed minus and one plus. balance is that of the account after the row.
create table rems.posting (
  log_id   bigint not null,
  n        bigint not null,
  line     smallint not null,
  lot      text not null,
  account  text not null,
  subject  text not null,
  capsules bigint not null,
  balance  bigint not null,
  primary key (log_id, n, line),
  constraint a_posting_is_of_an_entry foreign key (log_id, n) references rems.entry,
  constraint a_posting_moves_something check (capsules <> 0)
);
create index posting_of_lot on rems.posting (log_id, lot, n, line);

-- Append-only, also for a session that replicates (enable always).
do $$
declare
  kept text;
begin
  foreach kept in array array['entry', 'verdict', 'posting'] loop
    execute format('create trigger %s_is_append_only before update or delete on rems.%1$s
                    for each row execute function rems.refuse_change()', kept);
    execute format('create trigger %s_is_never_emptied before truncate on rems.%1$s
                    for each statement execute function rems.refuse_change()', kept);
    execute format('alter table rems.%s enable always trigger %1$s_is_append_only', kept);
    execute format('alter table rems.%s enable always trigger %1$s_is_never_emptied', kept);
  end loop;
end $$;

create trigger log_is_kept before update or delete on rems.log
  for each row execute function rems.refuse_change();
create trigger log_is_never_emptied before truncate on rems.log
  for each statement execute function rems.refuse_change();
create trigger head_is_kept before delete on rems.head
  for each row execute function rems.refuse_change();
create trigger head_only_grows before update on rems.head
  for each row when (new.log_id <> old.log_id or new.size not in (old.size, old.size + 1)
                     or new.last_at < old.last_at)
  execute function rems.refuse_change();
create trigger head_is_never_emptied before truncate on rems.head
  for each statement execute function rems.refuse_change();
alter table rems.log enable always trigger log_is_kept;
alter table rems.log enable always trigger log_is_never_emptied;
alter table rems.head enable always trigger head_is_kept;
alter table rems.head enable always trigger head_only_grows;
alter table rems.head enable always trigger head_is_never_emptied;

create constraint trigger capsules_neither_appear_nor_vanish after insert on rems.posting
  deferrable initially deferred
  for each row execute function rems.require_sum_zero();
alter table rems.posting enable always trigger capsules_neither_appear_nor_vanish;
