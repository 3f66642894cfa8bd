-- The accepted entries that the rules may look at, in log order: those of the site, and those of the
-- subject where one is named, with the amendments of both. A receive moves stock and is no fact; its
-- amendments come along, because a later amendment names the value of the one before.
-- Raises nothing.
create or replace function rems_api.facts(p_log_id bigint, p_subject text)
returns table (n bigint, at_us bigint, entry bytea)
language plpgsql stable security definer set search_path = '' rows 50 as $$
begin
  return query
  select f.n, (extract(epoch from f.at) * 1000000)::bigint, f.entry  -- without a call per row
    from (select e.n, e.at, e.entry from rems.entry e
           where e.log_id = p_log_id and e.accepted and e.scope = 'site' and e.type <> 'receive'
          union all
          select e.n, e.at, e.entry from rems.entry e
           where e.log_id = p_log_id and e.accepted and e.scope = 'subject' and e.subject = p_subject
         ) f
   order by f.n;
end $$;
