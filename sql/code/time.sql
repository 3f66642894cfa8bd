-- Instants cross the interface as microseconds since the epoch. Exact for every instant: seconds and the
-- rest apart, because an interval is multiplied in floating point; and intervals without days, so
-- that no session's time zone matters. Raise nothing.
create or replace function rems.instant(p_us bigint)
returns timestamptz
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return timestamptz 'epoch' + p_us / 1000000 * interval '1 second'
         + p_us % 1000000 * interval '1 microsecond';
end $$;

create or replace function rems.microseconds(p_at timestamptz)
returns bigint
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return (extract(epoch from p_at) * 1000000)::bigint;
end $$;

-- The real time, for sessions, one-time codes and lockouts, in training too. This function and
-- rems.deciding_instant are the only ones that read a clock.
create or replace function rems.real_time()
returns timestamptz
language plpgsql volatile set search_path = '' as $$
begin
  return clock_timestamp();
end $$;
