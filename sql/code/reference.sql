-- The statement types and accounts, as in server/core/catalogue.def and accounts.def (a test compares).
insert into rems.statement_type as t (name, scope) values
  ('ledger-open', 'people'), ('account', 'people'), ('key-enrol', 'people'), ('key-revoke', 'people'),
  ('site', 'site'), ('product', 'site'), ('lot', 'site'), ('registration', 'site'),
  ('receive', 'site'),
  ('enrol', 'subject'), ('category', 'subject'), ('agreement', 'subject'), ('consent', 'subject'),
  ('contraception', 'subject'), ('menses', 'subject'), ('test', 'subject'),
  ('test-result', 'subject'), ('test-verify', 'subject'), ('counsel', 'subject'),
  ('prescribe', 'subject'), ('dispense', 'subject'), ('first-dose', 'subject'),
  ('return', 'subject'), ('missed-period', 'subject'), ('bleeding', 'subject'),
  ('evaluation', 'subject'), ('evaluation-close', 'subject'), ('interrupt', 'subject'),
  ('restart', 'subject'), ('hold', 'subject'), ('release', 'subject'), ('discontinue', 'subject'),
  ('amend', 'log')
on conflict (name) do update set scope = excluded.scope where t.scope <> excluded.scope;

insert into rems.account (name, contra, of_subject) values
  ('supplier', true, false), ('discrepancy', true, false), ('available', false, false),
  ('quarantine', false, false), ('dispensed', false, true), ('returned', false, false)
on conflict (name) do nothing;
