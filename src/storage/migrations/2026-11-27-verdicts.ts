import { Migration } from '@mikro-orm/migrations'

/** A column that the database fills in from the JSON of a verdict. */
const ofVerdict = (field: string, length: number) =>
  `varchar(${length}) generated always as (verdict ->> '${field}') stored`

/**
 * How a call was is kept where lists and roll-ups find it: on the conference and on each participant of it. Summaries that
 * are there already say what it is.
 */
export class VerdictsMigration extends Migration {
  override up(): void {
    for (const table of ['conference', 'conference_participant']) {
      this.addSql(`
        alter table ${table}
          add column verdict jsonb,
          add column quality ${ofVerdict('quality', 4)},
          add column verdict_code ${ofVerdict('code', 64)}`)
    }
    this.addSql(`
      update conference set verdict = summary.verdict -> 'conference'
        from summary
       where summary.conference_id = conference.id and jsonb_typeof(summary.verdict -> 'conference') = 'object'`)
    this.addSql(`
      update conference_participant link set verdict = judged.verdict
        from summary, jsonb_to_recordset(summary.verdict -> 'participants') as judged(participant uuid, verdict jsonb)
       where jsonb_typeof(summary.verdict -> 'participants') = 'array' and jsonb_typeof(judged.verdict) = 'object'
         and link.conference_id = summary.conference_id and link.participant_id = judged.participant`)
    this.addSql(
      'create index conference_app_id_quality_created_at_id_index on conference (app_id, quality, created_at, id)',
    )
    // What each participant of a call under way heard and saw so far.
    this.addSql('alter table analysis add column scores jsonb')
    // Filters by what a session ran in are answered from the index of the roll-ups, too.
    this.addSql(`
      alter table session
        add column browser_version varchar(64) generated always as (
          case when jsonb_typeof(platform -> 'browser' -> 'version') = 'string'
            then nullif(left(split_part(platform -> 'browser' ->> 'version', '.', 1), 64), '') end) stored`)
    this.addSql('drop index session_roll_up_index')
    this.addSql(`
      create index session_roll_up_index on session (app_id, created_at)
        include (browser, os, country, region, city, latitude, longitude, browser_version, app_version, conference_id)`)
  }
}
