-- At commit: the postings of an entry move as many capsules of a lot out of accounts as into accounts.
-- Security definer, because a deferred trigger runs as whoever commits.
-- Raises RX500 where capsules would appear or vanish.
create or replace function rems.require_sum_zero()
returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if (select sum(p.capsules) from rems.posting p
       where p.log_id = new.log_id and p.n = new.n and p.lot = new.lot) <> 0 then
    raise exception 'entry % of log % makes capsules of lot % appear or vanish', new.n, new.log_id,
      new.lot using errcode = 'RX500', table = 'posting',
      constraint = 'capsules_neither_appear_nor_vanish';
  end if;
  return null;
end $$;
