-- Entries from p_from on, or the newest ones where p_newest (then p_from says nothing); at most p_count,
-- always in log order. Raises nothing.
create or replace function rems_api.entries(
  p_log_id bigint, p_from bigint, p_count bigint, p_newest boolean)
returns table (n bigint, at_us bigint, entry bytea, leaf bytea, accepted boolean, verdict text)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_from bigint := greatest(p_from, 0);
begin
  if p_newest then
    select greatest(h.size - p_count, 0) into v_from from rems.head h where h.log_id = p_log_id;
  end if;
  return query
  select e.n, (extract(epoch from e.at) * 1000000)::bigint,         -- without a call per row
         e.entry, e.leaf, e.accepted, v.verdict::text
    from rems.entry e
    left join rems.verdict v on v.log_id = e.log_id and v.n = e.n
   where e.log_id = p_log_id and e.n >= v_from and e.n < v_from + p_count
   order by e.n;
end $$;
