-- The name of a public key: the first 16 hex digits of its SHA-256. Raises nothing.
create or replace function rems.key_hex(p_pub bytea)
returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return left(encode(sha256(p_pub), 'hex'), 16);
end $$;
