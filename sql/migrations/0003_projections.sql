-- What the entries say, in tables that people query. Every row follows from the accepted entries alone
-- (rems.project writes them, rems.project_again writes them anew). Columns are named as the fields of
-- the statements are; n is the entry that a row comes from.

create table rems.site (
  log_id   bigint primary key references rems.log,
  n        bigint not null,
  site     text not null,
  study    text not null,
  zone     text not null,
  program  text,
  pharmacy text,
  name     text
);

create table rems.member (
  log_id  bigint not null references rems.log,
  user_id text not null,
  n       bigint not null,
  roles   text[] not null,
  primary key (log_id, user_id),
  constraint roles_are_known check (roles <@ array['administrator', 'auditor', 'coordinator',
                                                   'counsellor', 'pharmacist', 'prescriber'])
);

create table rems.user_key (
  log_id     bigint not null references rems.log,
  key_hex    text not null,
  user_id    text not null,
  pub        bytea not null,
  enrolled_n bigint not null,
  revoked_n  bigint,
  primary key (log_id, key_hex),
  constraint pub_is_32_bytes check (octet_length(pub) = 32),
  constraint a_key_is_enrolled_before_it_is_revoked check (revoked_n > enrolled_n)
);
create unique index one_valid_key_per_user on rems.user_key (log_id, user_id) where revoked_n is null;

-- Keys on paper: they may sign key-revoke, and key-enrol of an administrator, and nothing else.
create table rems.recovery_key (
  log_id  bigint not null references rems.log,
  key_hex text not null,
  pub     bytea not null,
  primary key (log_id, key_hex),
  constraint pub_is_32_bytes check (octet_length(pub) = 32)
);

create table rems.product (
  log_id      bigint not null references rems.log,
  product     text not null,
  n           bigint not null,
  name        text not null,
  strength_ug integer not null,
  ndc         text,
  primary key (log_id, product)
);

create table rems.lot (
  log_id  bigint not null references rems.log,
  lot     text not null,
  n       bigint not null,
  product text not null,
  expiry  date not null,
  primary key (log_id, lot),
  constraint a_lot_is_of_a_product foreign key (log_id, product) references rems.product
    on update cascade
);

-- Every registration ever recorded; of those with the same kind and name the one with the largest n
-- stands. Dates are those of the site.
create table rems.registration (
  log_id   bigint not null references rems.log,
  n        bigint not null,
  kind     text not null,
  name     text not null,
  "from"   date not null,
  "until"  date,
  standing text not null,
  primary key (log_id, n)
);

create table rems.subject (
  log_id      bigint not null references rems.log,
  subject     text not null,
  n           bigint not null,
  enrolled_at timestamptz not null,
  status      text not null default 'active',
  primary key (log_id, subject),
  constraint status_is_known check (status in ('active', 'discontinued'))
);

create table rems.prescription (
  log_id       bigint not null references rems.log,
  subject      text not null,
  prescription text not null,
  n            bigint not null,
  at           timestamptz not null,
  category     text not null,
  dose_ug      integer not null,
  every_days   integer not null,
  strength_ug  integer not null,
  capsules     integer not null,
  refills      integer,
  channel      text,
  dispensed_n  bigint,
  primary key (log_id, subject, prescription),
  constraint one_prescription_per_entry unique (log_id, n),
  constraint a_prescription_is_of_a_subject foreign key (log_id, subject) references rems.subject
);

create table rems.dispensing (
  log_id       bigint not null,
  n            bigint not null,
  at           timestamptz not null,
  subject      text not null,
  prescription text not null,
  lot          text not null,
  capsules     integer not null,
  sheet        boolean,
  primary key (log_id, n),
  constraint a_dispensing_has_a_prescription
    foreign key (log_id, subject, prescription) references rems.prescription
    on update cascade,
  constraint a_dispensing_is_from_a_lot foreign key (log_id, lot) references rems.lot
    on update cascade
);
create index dispensing_of_subject on rems.dispensing (log_id, subject, n);

-- collected_on is the day where the time of collection is not known; otherwise collected is the instant.
create table rems.test (
  log_id       bigint not null,
  n            bigint not null,
  at           timestamptz not null,
  subject      text not null,
  accession    text not null,
  collected    timestamptz,
  collected_on date,
  specimen     text not null,
  setting      text,
  sensitivity  integer,
  result       text not null,
  resulted     timestamptz,
  result_n     bigint,
  verified_by_prescriber_n bigint,
  verified_by_pharmacist_n bigint,
  primary key (log_id, n),
  constraint a_test_is_of_a_subject foreign key (log_id, subject) references rems.subject,
  constraint a_specimen_was_collected_once check (num_nonnulls(collected, collected_on) = 1)
);
create index test_of_subject on rems.test (log_id, subject, n);
