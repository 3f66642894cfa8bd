-- Helpers of the SQL tests: statements without signatures, made as the daemon would hand them over.
-- Hashes here are hashes of something, not of a tree: SQL stores them and does not check them.

-- Append a statement to a log and return its n. Instants go on by a second from the last entry.
create function t.append(
  p_log_id bigint, p_type text, p_body jsonb, p_subject text default '', p_postings jsonb default '[]',
  p_accepted boolean default true, p_scope text default null, p_signer text default 'administrator',
  p_idem uuid default gen_random_uuid(), p_chal bytea default uuid_send(gen_random_uuid()),
  p_at_us bigint default null, p_n bigint default null, p_verdict text default null)
returns bigint
language plpgsql as $$
declare
  head  rems.head;
  n     bigint;
  at_us bigint;
  entry bytea;
begin
  select * into head from rems.head h where h.log_id = p_log_id;
  n := coalesce(p_n, head.size);
  at_us := coalesce(p_at_us, rems.microseconds(head.last_at) + 1000000, t.us('2008-03-04 14:00Z'));
  entry := convert_to(jsonb_build_object('n', n, 'stmt',
    jsonb_build_object('body', p_body, 't', p_type))::text, 'UTF8');
  perform rems_api.append(p_log_id, n, at_us, entry, sha256(entry), sha256(sha256(entry) || head.root),
    sha256(sha256(entry) || head.root), p_idem, sha256(uuid_send(p_idem)), p_chal, p_signer, p_type,
    p_subject, coalesce(p_scope, (select scope from rems.statement_type s where s.name = p_type)),
    p_accepted, p_verdict, p_postings::text);
  return n;
end $$;

create function t.us(p_at timestamptz) returns bigint
language sql as $$ select rems.microseconds(p_at) $$;

create function t.pub(p_user text) returns bytea
language sql as $$ select sha256(convert_to('public key of ' || p_user, 'UTF8')) $$;

create function t.b64(p bytea) returns text
language sql as $$ select encode(p, 'base64') $$;

-- An open log with an administrator.
create function t.open_log(p_name text, p_user text default 'administrator') returns bigint
language plpgsql as $$
declare
  log_id bigint := rems_api.create_log('rems.example.org/' || p_name || '/len-01',
    sha256(convert_to(p_name, 'UTF8')), t.us(clock_timestamp() + interval '72 hours'), p_user);
begin
  perform t.append(log_id, 'ledger-open', jsonb_build_object('site', p_name, 'study', 'len-01',
    'zone', 'America/New_York', 'user', p_user, 'pub', t.b64(t.pub(p_user)), 'pop', '',
    'training', true), p_signer => p_user);
  return log_id;
end $$;

-- An open log with a program, a product, the lot L1 with 100 capsules and the enrolled subject F-001, who
-- has the prescription RX-1. Entries 0 to 7.
create function t.stocked_log(p_name text) returns bigint
language plpgsql as $$
declare
  log_id bigint := t.open_log(p_name);
begin
  perform t.append(log_id, 'account', '{"user":"pharmacist","roles":["pharmacist"]}');
  perform t.append(log_id, 'site', '{"program":"p-2008","pharmacy":"PH-1","name":"Site"}');
  perform t.append(log_id, 'product', '{"product":"len","name":"capsule","strength_ug":5000}');
  perform t.append(log_id, 'lot', '{"lot":"L1","product":"len","expiry":"2009-02"}');
  perform t.receive(log_id, 100);
  perform t.append(log_id, 'enrol', '{"subject":"F-001","sex":"female","born":"1960-01-01"}', 'F-001');
  perform t.prescribe(log_id, 'RX-1');
  return log_id;
end $$;

create function t.movement(p_from text, p_to text, p_capsules int, p_subject text default '')
returns jsonb
language sql as $$
  select jsonb_build_array(jsonb_build_object('lot', 'L1', 'subject', p_subject, 'from', p_from,
                                              'to', p_to, 'capsules', p_capsules))
$$;

create function t.receive(p_log_id bigint, p_capsules int) returns bigint
language sql as $$
  select t.append(p_log_id, 'receive', jsonb_build_object('lot', 'L1', 'capsules', p_capsules,
    'shipment', 'S1', 'condition', 'in-range'),
    p_postings => t.movement('supplier', 'available', p_capsules))
$$;

create function t.prescribe(p_log_id bigint, p_prescription text, p_subject text default 'F-001')
returns bigint
language sql as $$
  select t.append(p_log_id, 'prescribe', jsonb_build_object('subject', p_subject,
    'prescription', p_prescription, 'category', 'AFRP', 'dose_ug', 10000, 'every_days', 1,
    'strength_ug', 5000, 'capsules', 28), p_subject)
$$;

create function t.dispense(p_log_id bigint, p_capsules int, p_prescription text default 'RX-1',
                           p_accepted boolean default true) returns bigint
language sql as $$
  select t.append(p_log_id, 'dispense', jsonb_build_object('subject', 'F-001',
    'prescription', p_prescription, 'lot', 'L1', 'capsules', p_capsules), 'F-001',
    case when p_accepted then t.movement('available', 'dispensed', p_capsules, 'F-001') else '[]' end,
    p_accepted, p_verdict => '{"outcome":"' || case when p_accepted then 'accepted' else 'refused' end
                             || '"}')
$$;

-- What a role gets when it runs this: the SQLSTATE, or 'done'. Nothing of it stays.
create function t.as_role(p_role name, p_sql text) returns text
language plpgsql as $$
begin
  begin
    execute format('set local role %I', p_role);
    execute p_sql;
    raise exception using errcode = 'RXDON';
  exception when others then
    reset role;
    return case sqlstate when 'RXDON' then 'done' else sqlstate end;
  end;
end $$;

-- Two tables' rows as one text each, to compare a state with another.
create function t.projections(p_log_id bigint) returns text
language plpgsql as $$
declare
  kept text;
  rows text;
  all_rows text := '';
begin
  foreach kept in array array['site', 'member', 'user_key', 'recovery_key', 'product', 'lot',
                              'registration', 'subject', 'prescription', 'dispensing', 'test',
                              'balance'] loop
    execute format('select string_agg(r::text, e''\n'' order by r::text) from rems.%I r
                     where r.log_id = $1', kept) using p_log_id into rows;
    all_rows := all_rows || kept || e'\n' || coalesce(rows, '') || e'\n';
  end loop;
  return all_rows;
end $$;
