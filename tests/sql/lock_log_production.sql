-- The deciding instant as a production installation has it.
begin;
select plan(3);
\ir ../../sql/code/deciding_instant_production.sql

select t.stocked_log('production') as log \gset
select throws_ok(format('select * from rems_api.lock_log(%s, 0)', :log), 'RX426',
  'this installation has no training clock', 'a training instant is refused');
select ok(abs(now_us - rems.microseconds(clock_timestamp())) < 60000000, 'the clock is the real one')
  from rems_api.lock_log(:log, null);
update rems.head set clock_offset = interval '1 day' where log_id = :log;
select ok(abs(now_us - rems.microseconds(clock_timestamp())) < 60000000, 'whatever the offset says')
  from rems_api.lock_log(:log, null);

select finish();
rollback;
