-- The subjects of a log and their prescriptions. Raise nothing.
create or replace function rems_api.subjects(p_log_id bigint)
returns table (subject text, enrolled_at_us bigint, status text)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select s.subject, rems.microseconds(s.enrolled_at), s.status
    from rems.subject s where s.log_id = p_log_id order by s.subject;
end $$;

create or replace function rems_api.prescriptions(p_log_id bigint, p_subject text)
returns table (prescription text, n bigint, at_us bigint, capsules integer, dose_ug integer,
               every_days integer, strength_ug integer, dispensed_n bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select p.prescription, p.n, rems.microseconds(p.at), p.capsules, p.dose_ug, p.every_days,
         p.strength_ug, p.dispensed_n
    from rems.prescription p
   where p.log_id = p_log_id and p.subject = p_subject order by p.n;
end $$;

create or replace function rems_api.members(p_log_id bigint)
returns table (user_id text, roles text[], key_hex text, enrolled_n bigint, revoked_n bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select m.user_id, m.roles, k.key_hex, k.enrolled_n, k.revoked_n
    from rems.member m
    left join lateral (select u.key_hex, u.enrolled_n, u.revoked_n from rems.user_key u
                        where u.log_id = m.log_id and u.user_id = m.user_id
                        order by u.enrolled_n desc limit 1) k on true
   where m.log_id = p_log_id order by m.user_id;
end $$;
