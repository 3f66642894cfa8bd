-- Correct one field in the row that an earlier entry made. Columns are named as fields, so the new
-- value replaces the column of its name; a type without a table has nothing to correct here. The
-- entries keep both values; postings come from the caller.
-- Raises RX405 no such accepted entry.
create or replace function rems.project_amend(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_of    bigint := (p_body -> 'of')::bigint;
  v_patch jsonb := jsonb_build_object(p_body ->> 'field', p_body -> 'new');
  v_type  text;
begin
  select e.type into v_type from rems.entry e
   where e.log_id = p_log_id and e.n = v_of and e.n < p_n and e.accepted;
  if not found then
    raise exception 'there is no accepted entry % to amend', v_of using errcode = 'RX405';
  end if;
  case v_type
  when 'test' then perform rems.amend_test(p_log_id, v_of, v_patch);
  when 'test-result' then perform rems.amend_test_result(p_log_id, v_of, v_patch);
  when 'prescribe' then perform rems.amend_prescription(p_log_id, v_of, v_patch);
  when 'dispense' then perform rems.amend_dispensing(p_log_id, v_of, v_patch);
  when 'lot' then perform rems.amend_lot(p_log_id, v_of, v_patch);
  when 'product' then perform rems.amend_product(p_log_id, v_of, v_patch);
  when 'registration' then perform rems.amend_registration(p_log_id, v_of, v_patch);
  else null;
  end case;
end $$;

-- Raise nothing of their own.
create or replace function rems.amend_prescription(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.prescription p
     set (prescription, category, dose_ug, every_days, strength_ug, capsules, refills, channel) =
         (select r.prescription, r.category, r.dose_ug, r.every_days, r.strength_ug, r.capsules,
                 r.refills, r.channel
            from jsonb_populate_record(p, p_patch) r)
   where p.log_id = p_log_id and p.n = p_n;
end $$;

create or replace function rems.amend_lot(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_patch jsonb := p_patch;
begin
  if v_patch ? 'expiry' then
    v_patch := jsonb_build_object('expiry', rems.last_day(p_patch ->> 'expiry'));
  end if;
  update rems.lot l
     set (product, expiry) = (select r.product, r.expiry from jsonb_populate_record(l, v_patch) r)
   where l.log_id = p_log_id and l.n = p_n;
end $$;

create or replace function rems.amend_product(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.product p
     set (name, strength_ug, ndc) =
         (select r.name, r.strength_ug, r.ndc from jsonb_populate_record(p, p_patch) r)
   where p.log_id = p_log_id and p.n = p_n;
end $$;

create or replace function rems.amend_registration(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.registration g
     set (kind, name, "from", "until", standing) =
         (select r.kind, r.name, r."from", r."until", r.standing
            from jsonb_populate_record(g, p_patch) r)
   where g.log_id = p_log_id and g.n = p_n;
end $$;
