-- What an auditor reads. The views belong to rems_viewer, and row-level security shows each role
-- only the studies that rems.auditor_study lists for it.
create or replace view rems_audit.log as
  select l.origin, h.size, encode(h.root, 'base64') as root, h.last_at, h.refusals, s.zone, s.program,
         s.pharmacy, s.name
    from rems.log l
    join rems.head h on h.log_id = l.log_id
    left join rems.site s on s.log_id = l.log_id;

create or replace view rems_audit.entry as
  select l.origin, e.n, e.at, e.type, e.signer, e.subject, e.accepted, v.verdict,
         convert_from(e.entry, 'UTF8') as entry
    from rems.log l
    join rems.entry e on e.log_id = l.log_id
    left join rems.verdict v on v.log_id = e.log_id and v.n = e.n;

create or replace view rems_audit.posting as
  select l.origin, p.n, p.line, e.at, e.type, e.signer, p.lot, p.account, p.subject, p.capsules,
         p.balance
    from rems.log l
    join rems.posting p on p.log_id = l.log_id
    join rems.entry e on e.log_id = p.log_id and e.n = p.n;

create or replace view rems_audit.balance as
  select l.origin, b.lot, b.account, b.subject, b.capsules
    from rems.log l
    join rems.balance b on b.log_id = l.log_id;

-- Empty, unless a balance is not what the postings say or capsules of a lot appeared or vanished.
create or replace view rems_audit.imbalance as
  select l.origin, i.lot, i.account, i.subject, i.balance, i.posted
    from rems.log l
    cross join lateral (
      select lot, account, subject, b.capsules as balance, p.capsules as posted
        from (select * from rems.balance r where r.log_id = l.log_id) b
        full join (select r.lot, r.account, r.subject, sum(r.capsules) as capsules
                     from rems.posting r where r.log_id = l.log_id
                    group by r.lot, r.account, r.subject) p
          using (lot, account, subject)
    ) i
   where i.balance is distinct from i.posted
  union all
  select l.origin, p.lot, 'all accounts', '', 0, sum(p.capsules)
    from rems.log l
    join rems.posting p on p.log_id = l.log_id
   group by l.origin, p.lot having sum(p.capsules) <> 0;

create or replace view rems_audit.member as
  select l.origin, m.user_id, m.roles, m.n as roles_n, k.key_hex, k.enrolled_n, k.revoked_n
    from rems.log l
    join rems.member m on m.log_id = l.log_id
    left join rems.user_key k on k.log_id = m.log_id and k.user_id = m.user_id;

create or replace view rems_audit.subject as
  select l.origin, s.subject, s.enrolled_at, s.status
    from rems.log l
    join rems.subject s on s.log_id = l.log_id;

create or replace view rems_audit.test as
  select l.origin, t.n, t.at, t.subject, t.accession, t.collected, t.collected_on, t.specimen,
         t.setting, t.sensitivity, t.result, t.resulted, t.result_n, t.verified_by_prescriber_n,
         t.verified_by_pharmacist_n
    from rems.log l
    join rems.test t on t.log_id = l.log_id;

create or replace view rems_audit.prescription as
  select l.origin, p.n, p.at, p.subject, p.prescription, p.category, p.dose_ug, p.every_days,
         p.strength_ug, p.capsules, p.refills, p.channel, p.dispensed_n
    from rems.log l
    join rems.prescription p on p.log_id = l.log_id;

create or replace view rems_audit.dispensing as
  select l.origin, d.n, d.at, d.subject, d.prescription, d.lot, d.capsules, d.sheet
    from rems.log l
    join rems.dispensing d on d.log_id = l.log_id;

create or replace view rems_audit.lot as
  select l.origin, t.lot, t.product, p.name as product_name, p.strength_ug, p.ndc, t.expiry
    from rems.log l
    join rems.lot t on t.log_id = l.log_id
    join rems.product p on p.log_id = t.log_id and p.product = t.product;

create or replace view rems_audit.registration as
  select l.origin, r.n, r.kind, r.name, r."from", r."until", r.standing
    from rems.log l
    join rems.registration r on r.log_id = l.log_id;
