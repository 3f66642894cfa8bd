-- What is in a log cannot be changed or taken away, by nobody, not even by a superuser who leaves the
-- triggers in place.
begin;
select plan(20);

select t.stocked_log('append-only') as log \gset
select t.dispense(:log, 28) \g /dev/null
set constraints all immediate;
set local client_min_messages = warning;

select throws_ok(format('%s rems.%s %s', a.verb, k.kept, a.rest), 'RX900', null, a.verb || ' ' || k.kept)
  from (values ('entry', 'accepted'), ('verdict', 'verdict'), ('posting', 'capsules')) k (kept, col),
       lateral (values ('update', format('set %I = %1$I', k.col)), ('delete from', ''), ('truncate', 'cascade'))
         a (verb, rest);

set local session_replication_role = replica;
select throws_ok(format('%s rems.%s %s', a.verb, k.kept, a.rest), 'RX900', null,
                 a.verb || ' ' || k.kept || ' as a replica')
  from (values ('entry', 'accepted'), ('verdict', 'verdict'), ('posting', 'capsules')) k (kept, col),
       lateral (values ('update', format('set %I = %1$I', k.col)), ('delete from', '')) a (verb, rest);
set local session_replication_role = origin;

select throws_ok('delete from rems.head', 'RX900', null, 'a head stays');
select throws_ok('update rems.head set size = size - 1', 'RX900', null, 'a head does not shrink');
select throws_ok('update rems.head set size = size + 2', 'RX900', null, 'a head grows by one');
select throws_ok($$update rems.head set last_at = last_at - interval '1 second'$$, 'RX900', null,
                 'a head does not go back in time');
select throws_ok('truncate rems.log cascade', 'RX900', null, 'a log stays');

select finish();
rollback;
