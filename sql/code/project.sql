-- Write what an accepted statement says into the tables that people query. A type in the last list
-- is a fact of the rules and nothing more: it is read from its entry.
-- Raises RX500 unknown type, and what the functions it calls raise.
create or replace function rems.project(
  p_log_id bigint, p_n bigint, p_at timestamptz, p_type text, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  case p_type
  when 'dispense' then perform rems.project_dispense(p_log_id, p_n, p_at, p_body);
  when 'prescribe' then perform rems.project_prescribe(p_log_id, p_n, p_at, p_body);
  when 'test' then perform rems.project_test(p_log_id, p_n, p_at, p_body);
  when 'test-result' then perform rems.project_test_result(p_log_id, p_n, p_body);
  when 'test-verify' then perform rems.project_test_verify(p_log_id, p_n, p_body);
  when 'enrol' then perform rems.project_enrol(p_log_id, p_n, p_at, p_body);
  when 'discontinue' then perform rems.project_discontinue(p_log_id, p_body);
  when 'ledger-open' then perform rems.project_ledger_open(p_log_id, p_n, p_body);
  when 'account' then perform rems.project_account(p_log_id, p_n, p_body);
  when 'key-enrol' then perform rems.project_key_enrol(p_log_id, p_n, p_body);
  when 'key-revoke' then perform rems.project_key_revoke(p_log_id, p_n, p_body);
  when 'site' then perform rems.project_site(p_log_id, p_body);
  when 'product' then perform rems.project_product(p_log_id, p_n, p_body);
  when 'lot' then perform rems.project_lot(p_log_id, p_n, p_body);
  when 'registration' then perform rems.project_registration(p_log_id, p_n, p_body);
  when 'amend' then perform rems.project_amend(p_log_id, p_n, p_body);
  else
    if p_type not in ('category', 'agreement', 'consent', 'contraception', 'menses', 'counsel',
                      'receive', 'first-dose', 'return', 'missed-period', 'bleeding', 'evaluation',
                      'evaluation-close', 'interrupt', 'restart', 'hold', 'release') then
      raise exception 'there is no statement type %', p_type using errcode = 'RX500';
    end if;
  end case;
end $$;

-- The body of the statement in an entry. Raises nothing of its own.
create or replace function rems.body_of(p_entry bytea)
returns jsonb
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return convert_from(p_entry, 'UTF8')::jsonb -> 'stmt' -> 'body';
end $$;
