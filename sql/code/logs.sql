-- The installation and its logs. Reading functions raise nothing.
create or replace function rems_api.installation()
returns table (realm text, training boolean, challenge_key bytea, schema_version integer)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select i.realm, i.training, i.challenge_key, (select max(m.id) from rems.migration m)
    from rems.installation i;
end $$;

-- now_us is the log's clock, read without its lock: for questions, never for a decision.
create or replace function rems_api.find_log(p_origin text)
returns table (log_id bigint, size bigint, root bytea, last_at_us bigint, zone text, program text,
               pharmacy text, is_open boolean, now_us bigint)
language plpgsql volatile security definer set search_path = '' rows 1 as $$
begin
  return query
  select l.log_id, h.size, h.root, rems.microseconds(h.last_at), s.zone, s.program, s.pharmacy,
         s.log_id is not null,
         rems.microseconds(rems.deciding_instant(h.clock_offset, null))
    from rems.log l
    join rems.head h on h.log_id = l.log_id
    left join rems.site s on s.log_id = l.log_id
   where l.origin = p_origin;
end $$;

create or replace function rems_api.list_logs()
returns table (origin text, size bigint, is_open boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select l.origin, h.size, s.log_id is not null
    from rems.log l
    join rems.head h on h.log_id = l.log_id
    left join rems.site s on s.log_id = l.log_id
   order by l.origin;
end $$;

-- The head of a log when it had p_size entries; null: the newest. No row: it never had that size.
create or replace function rems_api.head(p_log_id bigint, p_size bigint)
returns table (size bigint, root bytea, last_at_us bigint)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select asked.size, rems.root_at(p_log_id, asked.size),
         (select rems.microseconds(e.at) from rems.entry e
           where e.log_id = p_log_id and e.n = asked.size - 1)
    from rems.head h, lateral (values (coalesce(p_size, h.size))) asked (size)
   where h.log_id = p_log_id and asked.size between 0 and h.size;
end $$;

create or replace function rems_api.counts()
returns table (logs bigint, entries bigint, refusals bigint)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select count(*), coalesce(sum(h.size), 0)::bigint, coalesce(sum(h.refusals), 0)::bigint
    from rems.head h;
end $$;
