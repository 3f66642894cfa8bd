-- A snapshot older than the lock sees what was; lock_log refuses any level but read committed.
begin isolation level repeatable read;
select plan(1);
select throws_ok('select * from rems_api.lock_log(1, null)', 'RX500',
  'a log is written at read committed, not repeatable read', 'an older snapshot is refused');
select finish();
rollback;
