-- The lots of a log with what is on their accounts; `dispensed` is of all subjects. Raises nothing.
create or replace function rems_api.lots(p_log_id bigint)
returns table (lot text, product text, product_name text, strength_ug integer, expiry date,
               available bigint, quarantine bigint, dispensed bigint, returned bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select l.lot, l.product, p.name, p.strength_ug, l.expiry, b.available, b.quarantine, b.dispensed,
         b.returned
    from rems.lot l
    join rems.product p on p.log_id = l.log_id and p.product = l.product
    cross join lateral (
      select coalesce(sum(c.capsules) filter (where c.account = 'available'), 0)::bigint,
             coalesce(sum(c.capsules) filter (where c.account = 'quarantine'), 0)::bigint,
             coalesce(sum(c.capsules) filter (where c.account = 'dispensed'), 0)::bigint,
             coalesce(sum(c.capsules) filter (where c.account = 'returned'), 0)::bigint
        from rems.balance c where c.log_id = l.log_id and c.lot = l.lot
    ) b (available, quarantine, dispensed, returned)
   where l.log_id = p_log_id order by l.lot;
end $$;

-- Every posting of a lot in order, each with the balance of its account after it (of that subject's
-- account, where the account is of a subject): the accountability record. Raises nothing.
create or replace function rems_api.accountability(p_log_id bigint, p_lot text)
returns table (n bigint, at_us bigint, type text, subject text, signer text, account text,
               capsules bigint, balance bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select p.n, rems.microseconds(e.at), e.type, e.subject, e.signer, p.account, p.capsules, p.balance
    from rems.posting p
    join rems.entry e on e.log_id = p.log_id and e.n = p.n
   where p.log_id = p_log_id and p.lot = p_lot order by p.n, p.line;
end $$;
