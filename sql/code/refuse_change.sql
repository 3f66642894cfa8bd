-- What is in a log stays as it is: the trigger of every table that only grows.
-- Raises RX900, always.
create or replace function rems.refuse_change()
returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception '% on %.% is refused: this table only grows', lower(tg_op), tg_table_schema,
    tg_table_name using errcode = 'RX900', hint = 'a correction is a new entry';
end $$;
