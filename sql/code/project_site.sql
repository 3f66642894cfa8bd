-- The site's program and pharmacy; the newest counts. Raises RX405 before ledger-open.
create or replace function rems.project_site(p_log_id bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.site s
     set program = p_body ->> 'program', pharmacy = p_body ->> 'pharmacy', name = p_body ->> 'name'
   where s.log_id = p_log_id;
  if not found then
    raise exception 'log % is not open', p_log_id using errcode = 'RX405';
  end if;
end $$;

-- Raises RX409 product on record.
create or replace function rems.project_product(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  insert into rems.product (log_id, product, n, name, strength_ug, ndc)
  values (p_log_id, p_body ->> 'product', p_n, p_body ->> 'name', (p_body -> 'strength_ug')::integer,
          p_body ->> 'ndc')
  on conflict do nothing;
  if not found then
    raise exception 'product % is on record', p_body ->> 'product' using errcode = 'RX409';
  end if;
end $$;

-- Raises RX405 no such product, RX409 lot on record.
create or replace function rems.project_lot(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  perform from rems.product p where p.log_id = p_log_id and p.product = p_body ->> 'product';
  if not found then
    raise exception 'there is no product %', p_body ->> 'product' using errcode = 'RX405';
  end if;
  insert into rems.lot (log_id, lot, n, product, expiry)
  values (p_log_id, p_body ->> 'lot', p_n, p_body ->> 'product', rems.last_day(p_body ->> 'expiry'))
  on conflict do nothing;
  if not found then
    raise exception 'lot % is on record', p_body ->> 'lot' using errcode = 'RX409';
  end if;
end $$;

-- The last day of an expiry as printed: a date, or a month. Raises nothing of its own.
create or replace function rems.last_day(p_expiry text)
returns date
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  if length(p_expiry) = 7 then
    return ((p_expiry || '-01')::date + interval '1 month')::date - 1;
  end if;
  return p_expiry::date;
end $$;

-- Raises nothing.
create or replace function rems.project_registration(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  insert into rems.registration (log_id, n, kind, name, "from", "until", standing)
  values (p_log_id, p_n, p_body ->> 'kind', p_body ->> 'name', (p_body ->> 'from')::date,
          (p_body ->> 'until')::date, p_body ->> 'standing');
end $$;
