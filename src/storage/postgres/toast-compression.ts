/**
 * Has a connection compress large values with LZ4, where its server can. Of reported session descriptions, 18 KB each, that
 * takes less than half the time of PostgreSQL's own pglz, and 40 % less room.
 */
export const PREFER_LZ4 = `
  select set_config(name, 'lz4', false) from pg_settings
   where name = 'default_toast_compression' and 'lz4' = any(enumvals)`
