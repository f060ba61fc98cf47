import { Migration } from '@mikro-orm/migrations'

/** Who watches what, and notifications for them. */
export class WatchesMigration extends Migration {
  override up(): void {
    this.addSql(`
      create table watch (
        conference_id uuid not null,
        server_id uuid not null,
        expires_at timestamptz(6) not null,
        primary key (conference_id, server_id)
      )`)
    // Issues and conferences are changed in many places, by operations and jobs alike, and seldom: a trigger forgets none.
    // Events are announced by what stores them, batch by batch.
    this.addSql(`
      create function announce_change() returns trigger language plpgsql as $$
      declare
        conference uuid := case tg_table_name when 'conference' then new.id else (to_jsonb(new) ->> 'conference_id')::uuid end;
      begin
        if exists (select from watch where conference_id = conference and expires_at > now()) then
          perform pg_notify('peermetrics_change', jsonb_build_object(
            'conferenceId', conference, 'kind', tg_table_name, 'ids', jsonb_build_array(new.id))::text);
        end if;
        return null;
      end $$`)
    this.addSql(`
      create trigger issue_announce after insert or update on issue
        for each row execute function announce_change()`)
    this.addSql(`
      create trigger conference_announce after update of ongoing on conference
        for each row when (old.ongoing is distinct from new.ongoing) execute function announce_change()`)
  }
}
