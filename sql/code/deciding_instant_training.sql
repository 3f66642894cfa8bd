-- The instant at which a statement of a training log is decided: the one asked for, or else the clock
-- of that log, which runs p_offset ahead of the real one. Raises nothing.
create or replace function rems.deciding_instant(p_offset interval, p_training_at timestamptz)
returns timestamptz
language plpgsql volatile set search_path = '' as $$
begin
  return coalesce(p_training_at, clock_timestamp() + p_offset);
end $$;
