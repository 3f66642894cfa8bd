-- The first call of every write: lock the head, then say where the log stands and what time it is
-- there. What the transaction reads afterwards, in statements of their own, is what the lock protects;
-- that holds at READ COMMITTED alone, whose snapshots are newer than the lock. Several logs: in
-- log_id order. A training instant is kept as the log's clock if the transaction commits.
-- Raises RX500 unknown log or another isolation level; RX426 training instant before the last
-- entry, or in production. Whether the clock is behind last_at the caller sees, and append refuses.
create or replace function rems_api.lock_log(p_log_id bigint, p_training_at_us bigint)
returns table (size bigint, root bytea, frontier bytea, last_at_us bigint, now_us bigint,
               zone text, program text, pharmacy text, is_open boolean)
language plpgsql security definer set search_path = '' as $$
declare
  v_head rems.head;
  v_site rems.site;
  v_now  timestamptz;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'a log is written at read committed, not %', current_setting('transaction_isolation')
      using errcode = 'RX500';
  end if;
  select h.* into v_head from rems.head h
   where h.log_id = p_log_id for update;                              -- rivals queue here
  if not found then
    raise exception 'there is no log %', p_log_id using errcode = 'RX500';
  end if;
  v_now := rems.deciding_instant(v_head.clock_offset, rems.instant(p_training_at_us));
  if p_training_at_us is not null then
    if v_now < v_head.last_at then
      raise exception 'the training clock stands at %, it may not go back to %', v_head.last_at, v_now
        using errcode = 'RX426';
    end if;
    update rems.head h
       set clock_offset = (rems.microseconds(v_now) - rems.microseconds(rems.real_time()))
                          * interval '1 microsecond'
     where h.log_id = p_log_id;
  end if;
  select s.* into v_site from rems.site s where s.log_id = p_log_id;
  return query select v_head.size, v_head.root, v_head.frontier, rems.microseconds(v_head.last_at),
                      rems.microseconds(v_now), v_site.zone, v_site.program, v_site.pharmacy,
                      v_site.log_id is not null;
end $$;
