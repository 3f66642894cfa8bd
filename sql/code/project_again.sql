-- Write the projections of a log anew from its entries, and its balances from its postings. For the
-- owner alone: a proof that nothing stands in them that the log does not say, and a repair.
-- Raises what rems.project raises.
create or replace function rems.project_again(p_log_id bigint)
returns void
language plpgsql set search_path = '' as $$
declare
  v_entry record;
begin
  perform from rems.head h where h.log_id = p_log_id for update;      -- writers wait here
  delete from rems.dispensing d where d.log_id = p_log_id;
  delete from rems.prescription p where p.log_id = p_log_id;
  delete from rems.test t where t.log_id = p_log_id;
  delete from rems.subject s where s.log_id = p_log_id;
  delete from rems.registration r where r.log_id = p_log_id;
  delete from rems.lot l where l.log_id = p_log_id;
  delete from rems.product p where p.log_id = p_log_id;
  delete from rems.recovery_key k where k.log_id = p_log_id;
  delete from rems.user_key k where k.log_id = p_log_id;
  delete from rems.member m where m.log_id = p_log_id;
  delete from rems.site s where s.log_id = p_log_id;
  delete from rems.balance b where b.log_id = p_log_id;
  for v_entry in
    select e.n, e.at, e.type, e.entry from rems.entry e
     where e.log_id = p_log_id and e.accepted order by e.n
  loop
    perform rems.project(p_log_id, v_entry.n, v_entry.at, v_entry.type,
                         rems.body_of(v_entry.entry));
  end loop;
  insert into rems.balance (log_id, lot, account, subject, contra, of_subject, capsules)
  select p_log_id, p.lot, p.account, p.subject, a.contra, a.of_subject, sum(p.capsules)
    from rems.posting p
    join rems.account a on a.name = p.account
   where p.log_id = p_log_id
   group by p.lot, p.account, p.subject, a.contra, a.of_subject;
end $$;
