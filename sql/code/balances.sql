-- Capsules on the accounts of a lot, or of every lot; of the accounts that are of a subject only those
-- of p_subject. Raises nothing.
create or replace function rems_api.balances(p_log_id bigint, p_lot text, p_subject text)
returns table (lot text, account text, capsules bigint)
language plpgsql stable security definer set search_path = '' rows 10 as $$
begin
  if p_lot is null then
    return query
    select b.lot, b.account, b.capsules from rems.balance b
     where b.log_id = p_log_id and b.subject in ('', p_subject)
     order by b.lot, b.account;
  else
    return query
    select b.lot, b.account, b.capsules from rems.balance b
     where b.log_id = p_log_id and b.lot = p_lot and b.subject in ('', p_subject)
     order by b.account;
  end if;
end $$;
