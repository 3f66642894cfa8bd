-- Corrections of the acts. A dispensing that was of another prescription frees the one it named.
-- Raise nothing of their own.
create or replace function rems.amend_dispensing(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.dispensing d
     set (prescription, lot, capsules, sheet) =
         (select r.prescription, r.lot, r.capsules, r.sheet from jsonb_populate_record(d, p_patch) r)
   where d.log_id = p_log_id and d.n = p_n;
  if p_patch ? 'prescription' then
    update rems.prescription p
       set dispensed_n = (select max(d.n) from rems.dispensing d
                           where d.log_id = p.log_id and d.subject = p.subject
                             and d.prescription = p.prescription)
     where p.log_id = p_log_id
       and p.subject = (select d.subject from rems.dispensing d where d.log_id = p_log_id and d.n = p_n);
  end if;
end $$;

-- A corrected time of collection may be an instant or a day, whatever it was before.
create or replace function rems.amend_test(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_patch jsonb := p_patch;
begin
  if v_patch ? 'collected' then
    v_patch := case when length(p_patch ->> 'collected') = 10
      then jsonb_build_object('collected', null, 'collected_on', p_patch -> 'collected')
      else jsonb_build_object('collected', p_patch -> 'collected', 'collected_on', null) end;
  end if;
  update rems.test t
     set (accession, collected, collected_on, specimen, setting, sensitivity, result, resulted) =
         (select r.accession, r.collected, r.collected_on, r.specimen, r.setting, r.sensitivity,
                 case when t.result_n is null then r.result else t.result end,
                 case when t.result_n is null then r.resulted else t.resulted end
            from jsonb_populate_record(t, v_patch) r)
   where t.log_id = p_log_id and t.n = p_n;
end $$;

create or replace function rems.amend_test_result(p_log_id bigint, p_n bigint, p_patch jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.test t
     set (result, resulted) =
         (select r.result, r.resulted from jsonb_populate_record(t, p_patch) r)
   where t.log_id = p_log_id and t.result_n = p_n;
end $$;
