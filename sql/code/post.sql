-- Move capsules: two posting rows per movement, then the balances by what each account gains or loses
-- in all, so that an amendment may pass through a state that could not be. One statement.
-- p_postings: [{"lot","subject","from","to","capsules"}]; the subject only where an account is of one.
-- Raises RX500 unknown account or no capsules; 23514 only_a_contra_account_goes_below_zero.
create or replace function rems.post(p_log_id bigint, p_n bigint, p_postings jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_lines bigint;
begin
  with line as materialized (
    select m.place * 2 - 1 + side.second as line, m.lot, a.name as account,
           case when a.of_subject then m.subject else '' end as subject,
           a.contra, a.of_subject, side.capsules
      from rows from (jsonb_to_recordset(p_postings)
                      as (lot text, subject text, "from" text, "to" text, capsules bigint))
             with ordinality m (lot, subject, account_from, account_to, capsules, place),
           lateral (values (0, m.account_from, -m.capsules), (1, m.account_to, m.capsules))
             side (second, account, capsules),
           rems.account a
     where a.name = side.account and m.capsules > 0
  ), net as materialized (
    select l.lot, l.account, l.subject, l.contra, l.of_subject, sum(l.capsules) as capsules
      from line l group by l.lot, l.account, l.subject, l.contra, l.of_subject
  ), moved as (
    update rems.balance b set capsules = b.capsules + net.capsules
      from net
     where b.log_id = p_log_id and b.lot = net.lot and b.account = net.account
       and b.subject = net.subject
    returning b.lot, b.account, b.subject, b.capsules
  ), opened as (
    insert into rems.balance (log_id, lot, account, subject, contra, of_subject, capsules)
    select p_log_id, net.lot, net.account, net.subject, net.contra, net.of_subject, net.capsules
      from net
     where not exists (select from rems.balance b
                        where b.log_id = p_log_id and b.lot = net.lot and b.account = net.account
                          and b.subject = net.subject)
    returning lot, account, subject, capsules
  )
  insert into rems.posting (log_id, n, line, lot, account, subject, capsules, balance)
  select p_log_id, p_n, l.line, l.lot, l.account, l.subject, l.capsules,
         b.capsules - coalesce(sum(l.capsules) over (
           partition by l.lot, l.account, l.subject order by l.line
           rows between 1 following and unbounded following), 0)
    from line l
    join (select * from moved union all select * from opened) b
      on (b.lot, b.account, b.subject) = (l.lot, l.account, l.subject);
  get diagnostics v_lines = row_count;
  if v_lines <> 2 * jsonb_array_length(p_postings) then
    raise exception 'a posting of entry % names an unknown account or moves no capsules', p_n
      using errcode = 'RX500';
  end if;
end $$;
