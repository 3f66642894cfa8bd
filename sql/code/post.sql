-- Move capsules: two posting rows per movement. Every account gains before any loses, so that an
-- amendment, which takes back and gives anew, is refused only for what it leaves behind.
-- p_postings: [{"lot","subject","from","to","capsules"}]; the subject only where an account is of one.
-- Raises RX500 no capsules, and what rems.post_line raises.
create or replace function rems.post(p_log_id bigint, p_n bigint, p_postings jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_count    constant integer not null := jsonb_array_length(p_postings);
  v_posting  jsonb;
  v_capsules bigint;
begin
  for i in 0 .. v_count - 1 loop
    v_posting := p_postings -> i;
    v_capsules := (v_posting -> 'capsules')::bigint;
    if v_capsules > 0 is not true then
      raise exception 'posting % of entry % moves no capsules', i, p_n using errcode = 'RX500';
    end if;
    perform rems.post_line(p_log_id, p_n, i, v_posting ->> 'lot', v_posting ->> 'to',
                           v_posting ->> 'subject', v_capsules);
  end loop;
  for i in 0 .. v_count - 1 loop
    v_posting := p_postings -> i;
    perform rems.post_line(p_log_id, p_n, v_count + i, v_posting ->> 'lot', v_posting ->> 'from',
                           v_posting ->> 'subject', - (v_posting -> 'capsules')::bigint);
  end loop;
end $$;

-- One row of a posting and the balance of its account. Raises RX500 unknown account; 23514
-- only_a_contra_account_goes_below_zero, only_the_account_of_a_subject_names_one.
create or replace function rems.post_line(
  p_log_id bigint, p_n bigint, p_line integer, p_lot text, p_account text, p_subject text,
  p_capsules bigint)
returns void
language plpgsql set search_path = '' as $$
declare
  v_account rems.account;
  v_subject text not null := '';
  v_balance bigint;
begin
  select a.* into v_account from rems.account a where a.name = p_account;
  if not found then
    raise exception 'there is no account %', p_account using errcode = 'RX500';
  elsif v_account.of_subject then
    v_subject := p_subject;
  end if;
  update rems.balance b set capsules = b.capsules + p_capsules
   where b.log_id = p_log_id and b.lot = p_lot and b.account = p_account and b.subject = v_subject
  returning b.capsules into v_balance;
  if not found then
    insert into rems.balance (log_id, lot, account, subject, contra, of_subject, capsules)
    values (p_log_id, p_lot, p_account, v_subject, v_account.contra, v_account.of_subject, p_capsules)
    returning capsules into v_balance;
  end if;
  insert into rems.posting (log_id, n, line, lot, account, subject, capsules, balance)
  values (p_log_id, p_n, p_line, p_lot, p_account, v_subject, p_capsules, v_balance);
end $$;
