-- Raises RX404 unknown subject, RX409 prescription on record.
create or replace function rems.project_prescribe(
  p_log_id bigint, p_n bigint, p_at timestamptz, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  perform rems.require_subject(p_log_id, p_body ->> 'subject');
  insert into rems.prescription (log_id, subject, prescription, n, at, category, dose_ug, every_days,
                                 strength_ug, capsules, refills, channel)
  values (p_log_id, p_body ->> 'subject', p_body ->> 'prescription', p_n, p_at, p_body ->> 'category',
          (p_body -> 'dose_ug')::integer, (p_body -> 'every_days')::integer,
          (p_body -> 'strength_ug')::integer, (p_body -> 'capsules')::integer,
          (p_body -> 'refills')::integer, p_body ->> 'channel')
  on conflict do nothing;
  if not found then
    raise exception 'prescription % of subject % is on record', p_body ->> 'prescription',
      p_body ->> 'subject' using errcode = 'RX409';
  end if;
end $$;

-- The capsules themselves move by postings. dispensed_n is the newest dispensing of a prescription.
-- Raises RX405 no such prescription of this subject, or no such lot.
create or replace function rems.project_dispense(
  p_log_id bigint, p_n bigint, p_at timestamptz, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.prescription p set dispensed_n = p_n
   where p.log_id = p_log_id and p.subject = p_body ->> 'subject'
     and p.prescription = p_body ->> 'prescription';
  if not found then
    raise exception 'subject % has no prescription %', p_body ->> 'subject', p_body ->> 'prescription'
      using errcode = 'RX405';
  end if;
  insert into rems.dispensing (log_id, n, at, subject, prescription, lot, capsules, sheet)
  select p_log_id, p_n, p_at, p_body ->> 'subject', p_body ->> 'prescription', l.lot,
         (p_body -> 'capsules')::integer, (p_body -> 'sheet')::boolean
    from rems.lot l where l.log_id = p_log_id and l.lot = p_body ->> 'lot';
  if not found then
    raise exception 'there is no lot %', p_body ->> 'lot' using errcode = 'RX405';
  end if;
end $$;
