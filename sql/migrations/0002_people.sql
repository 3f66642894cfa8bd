-- Who may sign in to this installation: credentials, one-time codes, sessions. Nothing of this is in
-- a log, and all of it runs on the real clock, in training too.

create table rems.user_account (
  user_id      text primary key,
  salt         bytea not null,
  kdf_n        integer not null,
  secret_salt  bytea not null,
  secret_hash  bytea not null,
  blob         bytea not null,
  pub          bytea not null,
  pop          bytea not null,
  failures     integer not null default 0,
  locked_until timestamptz,
  constraint user_id_is_well_formed check (user_id ~ '^[a-z0-9][a-z0-9-]{1,31}$'),
  constraint salts_are_16_bytes check (octet_length(salt) = 16 and octet_length(secret_salt) = 16),
  constraint kdf_n_is_a_power_of_two check (kdf_n > 1 and kdf_n & (kdf_n - 1) = 0),
  constraint secret_hash_is_32_bytes check (octet_length(secret_hash) = 32),
  constraint blob_is_60_bytes check (octet_length(blob) = 60),
  constraint pub_is_32_bytes check (octet_length(pub) = 32),
  constraint pop_is_64_bytes check (octet_length(pop) = 64)
) with (fillfactor = 80);

-- log_id: the log that its user may open with it (create_log); null: made by an administrator.
create table rems.one_time_code (
  code_hash  bytea primary key,
  user_id    text not null,
  log_id     bigint references rems.log,
  expires_at timestamptz not null,
  constraint code_hash_is_32_bytes check (octet_length(code_hash) = 32),
  constraint one_code_per_log unique (log_id)
);
create unique index one_code_per_user on rems.one_time_code (user_id) where log_id is null;

create table rems.session (
  user_id      text primary key references rems.user_account,
  token_hash   bytea not null,
  last_used_at timestamptz not null,
  expires_at   timestamptz not null,
  constraint one_session_per_token unique (token_hash),
  constraint token_hash_is_32_bytes check (octet_length(token_hash) = 32)
) with (fillfactor = 50);
