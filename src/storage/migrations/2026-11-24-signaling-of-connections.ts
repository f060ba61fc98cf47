import { Migration } from '@mikro-orm/migrations'

/**
 * Connections keep what was reported of their setup, from which state and negotiations are derived. Of those that are there
 * already only what it came to is known.
 */
export class SignalingOfConnectionsMigration extends Migration {
  override up(): void {
    this.addSql('alter table connection add column signaling jsonb')
    this.addSql(`
      update connection set signaling = jsonb_build_object(
        'base', jsonb_build_object(
          'state', state,
          'stateTime', round(extract(epoch from state_time) * 1000),
          'negotiations', negotiations,
          'last', jsonb_build_object('needed', true, 'offer', 'local', 'stable', stable_time is not null),
          'secondOffer', null,
          'loneStable', null),
        'baseUntil', null,
        'watched', false,
        'signs', '[]'::jsonb)`)
    this.addSql('alter table connection alter column signaling set not null')
    this.addSql('alter table connection drop column state_time, drop column stable_time')
  }
}
