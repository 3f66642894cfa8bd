-- Raises RX409 subject on record.
create or replace function rems.project_enrol(
  p_log_id bigint, p_n bigint, p_at timestamptz, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  insert into rems.subject (log_id, subject, n, enrolled_at)
  values (p_log_id, p_body ->> 'subject', p_n, p_at)
  on conflict do nothing;
  if not found then
    raise exception 'subject % is on record', p_body ->> 'subject' using errcode = 'RX409';
  end if;
end $$;

-- Raises RX404 unknown subject.
create or replace function rems.project_discontinue(p_log_id bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.subject s set status = 'discontinued'
   where s.log_id = p_log_id and s.subject = p_body ->> 'subject';
  if not found then
    raise exception 'there is no subject %', p_body ->> 'subject' using errcode = 'RX404';
  end if;
end $$;

-- Raises RX404 unknown subject.
create or replace function rems.require_subject(p_log_id bigint, p_subject text)
returns void
language plpgsql stable set search_path = '' as $$
begin
  perform from rems.subject s where s.log_id = p_log_id and s.subject = p_subject;
  if not found then
    raise exception 'there is no subject %', p_subject using errcode = 'RX404';
  end if;
end $$;
