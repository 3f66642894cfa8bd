-- Which auditor sees which study. Views in rems_audit belong to rems_viewer, which owns no table, so
-- that these policies hold for it; current_user in them is whoever asks.

create table rems.auditor_study (
  role   name not null,
  origin text not null references rems.log (origin),
  primary key (role, origin)
);

alter table rems.log enable row level security;
create policy auditors_see_their_studies on rems.log for select to rems_viewer
  using (origin in (select a.origin from rems.auditor_study a where a.role = current_user));
create policy the_signer_sees_every_log on rems.log for select to rems_signer using (true);

do $$
declare
  shown text;
begin
  foreach shown in array array['head', 'entry', 'verdict', 'posting', 'balance', 'site', 'member',
                               'user_key', 'product', 'lot', 'registration', 'subject',
                               'prescription', 'dispensing', 'test'] loop
    execute format('alter table rems.%I enable row level security', shown);
    execute format('create policy auditors_see_their_studies on rems.%I for select to rems_viewer
                    using (log_id in (select l.log_id from rems.log l))', shown);
  end loop;
end $$;
create policy the_signer_sees_every_entry on rems.entry for select to rems_signer using (true);
