-- The instant at which a statement is decided: the database's clock, read under the head lock.
-- Raises RX426 when a training instant is asked for: there is none in production.
create or replace function rems.deciding_instant(p_offset interval, p_training_at timestamptz)
returns timestamptz
language plpgsql volatile set search_path = '' as $$
begin
  if p_training_at is not null then
    raise exception 'this installation has no training clock' using errcode = 'RX426';
  end if;
  return clock_timestamp();
end $$;
