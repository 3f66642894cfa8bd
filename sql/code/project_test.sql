-- A pregnancy test. Its time of collection may be a day alone. Raises RX404 unknown subject.
create or replace function rems.project_test(
  p_log_id bigint, p_n bigint, p_at timestamptz, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_day boolean := length(p_body ->> 'collected') = 10;
begin
  perform rems.require_subject(p_log_id, p_body ->> 'subject');
  insert into rems.test (log_id, n, at, subject, accession, collected, collected_on, specimen, setting,
                         sensitivity, result, resulted)
  values (p_log_id, p_n, p_at, p_body ->> 'subject', p_body ->> 'accession',
          case when not v_day then (p_body ->> 'collected')::timestamptz end,
          case when v_day then (p_body ->> 'collected')::date end,
          p_body ->> 'specimen', p_body ->> 'setting', (p_body -> 'sensitivity')::integer,
          p_body ->> 'result', (p_body ->> 'resulted')::timestamptz);
end $$;

-- Raises RX405 no such test of this subject.
create or replace function rems.project_test_result(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.test t
     set result = p_body ->> 'result', resulted = (p_body ->> 'resulted')::timestamptz, result_n = p_n
   where t.log_id = p_log_id and t.n = (p_body -> 'test')::bigint
     and t.subject = p_body ->> 'subject';
  if not found then
    raise exception 'entry % is no test of subject %', p_body ->> 'test', p_body ->> 'subject'
      using errcode = 'RX405';
  end if;
end $$;

-- Raises RX405 no such test of this subject.
create or replace function rems.project_test_verify(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.test t
     set verified_by_prescriber_n =
           case p_body ->> 'as' when 'prescriber' then p_n else t.verified_by_prescriber_n end,
         verified_by_pharmacist_n =
           case p_body ->> 'as' when 'pharmacist' then p_n else t.verified_by_pharmacist_n end
   where t.log_id = p_log_id and t.n = (p_body -> 'test')::bigint
     and t.subject = p_body ->> 'subject';
  if not found then
    raise exception 'entry % is no test of subject %', p_body ->> 'test', p_body ->> 'subject'
      using errcode = 'RX405';
  end if;
end $$;
