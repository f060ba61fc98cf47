import { eventCategories } from '../../domain/call/event.ts'

export type FieldType = 'uuid' | 'text' | 'number' | 'boolean' | 'time' | 'json'

export interface RecordField {
  name: string
  type: FieldType
  /** Expression of its value, where that is no column of the same name. */
  sql?: string
  /** Whether lists can be limited to a value: an index, or few rows, must be there for it. */
  filterable?: boolean
  /** Kind of the record that it points to. */
  link?: string
  /** Whether it may be changed by hand: nothing is derived from it. */
  editable?: { maxLength?: number; nullable?: boolean }
}

export interface RecordKind {
  name: string
  table: string
  /** Column that tells records of the kind apart. */
  key: string
  /** Null: nothing says when a record was created. */
  createdAt: string | null
  fields: readonly RecordField[]
  /** The filter without which its records are not read: it says which partition they are in. */
  within?: string
}

const time = (name: string): RecordField => ({ name, type: 'time' })
const text = (name: string): RecordField => ({ name, type: 'text' })
const number = (name: string): RecordField => ({ name, type: 'number' })
const boolean = (name: string): RecordField => ({ name, type: 'boolean' })
const json = (name: string): RecordField => ({ name, type: 'json' })
const searched = (name: string): RecordField => ({ name, type: 'text', filterable: true })

/** @param isIndexed whether the records that point to one are found by an index */
const link = (name: string, kind: string, isIndexed = true): RecordField => ({
  name,
  type: 'uuid',
  link: kind,
  filterable: isIndexed,
})

const name = { name: 'name', type: 'text', editable: { maxLength: 64 } } as const
const optionalName = {
  name: 'name',
  type: 'text',
  filterable: true,
  editable: { maxLength: 64, nullable: true },
} as const

const categories = eventCategories.map(category => `'${category}'`).join(', ')

const kind = (of: string, fields: readonly RecordField[], more: Partial<RecordKind> = {}): RecordKind => ({
  name: of,
  table: of,
  key: 'id',
  createdAt: 'created_at',
  fields,
  ...more,
})

/** Every kind of records: what is shown of a table. Secrets, keys and hashes of them are not. */
export const recordKinds: readonly RecordKind[] = [
  kind('organization', [name, boolean('is_active')]),
  kind('app', [
    link('organization_id', 'organization'),
    name,
    text('domain'),
    { name: 'recording', type: 'boolean', editable: {} },
    { ...number('interval_ms'), sql: 'interval' },
    number('retention_days'),
    json('thresholds'),
    json('durations_days'),
    time('key_reset_at'),
    boolean('is_active'),
  ]),
  kind('conference', [
    link('app_id', 'app'),
    optionalName,
    searched('external_id'),
    boolean('ongoing'),
    time('start_time'),
    time('call_start'),
    time('end_time'),
    time('swept_at'),
    number('duration'),
    json('info'),
  ]),
  kind('participant', [link('app_id', 'app'), optionalName, searched('external_id'), boolean('is_sfu')]),
  kind('session', [
    link('app_id', 'app'),
    link('conference_id', 'conference'),
    link('participant_id', 'participant'),
    time('call_start'),
    time('end_time'),
    boolean('end_presumed'),
    number('duration'),
    text('app_version'),
    text('webrtc_sdk'),
    text('client_address'),
    number('media_requests'),
    number('media_failures'),
    json('platform'),
    json('devices'),
    json('constraints'),
    json('metadata'),
    json('geo_ip'),
    json('info'),
    json('active_seconds'),
  ]),
  kind('connection', [
    link('app_id', 'app'),
    link('conference_id', 'conference'),
    link('session_id', 'session'),
    link('participant_id', 'participant'),
    link('peer_id', 'participant'),
    text('state'),
    text('type'),
    boolean('established'),
    boolean('tcp_detected'),
    boolean('relay_detected'),
    time('start_time'),
    time('end_time'),
    boolean('end_presumed'),
    number('duration'),
    number('setup_ms'),
    json('negotiations'),
    json('signaling'),
  ]),
  kind('track', [
    link('app_id', 'app', false),
    link('session_id', 'session'),
    link('connection_id', 'connection'),
    text('kind'),
    text('direction'),
    text('track_id'),
    { name: 'label', type: 'text', editable: { maxLength: 128, nullable: true } },
    json('info'),
  ]),
  kind('issue', [
    link('app_id', 'app'),
    link('conference_id', 'conference'),
    link('session_id', 'session'),
    link('participant_id', 'participant'),
    link('connection_id', 'connection'),
    link('track_id', 'track', false),
    text('type'),
    text('code'),
    text('subject'),
    time('started_at'),
    time('ended_at'),
    json('data'),
  ]),
  kind(
    'event',
    [
      link('conference_id', 'conference'),
      link('app_id', 'app', false),
      { ...link('session_id', 'session', false), filterable: true },
      { ...link('participant_id', 'participant', false), filterable: true },
      { ...link('connection_id', 'connection', false), filterable: true },
      link('peer_id', 'participant', false),
      link('track_id', 'track', false),
      { name: 'category', type: 'text', sql: `(array[${categories}])[category]` },
      searched('type'),
      time('received_at'),
      json('data'),
      { name: 'report_bytes', type: 'number', sql: 'length(report)' },
    ],
    { within: 'conference_id' },
  ),
  kind(
    'summary',
    [
      link('conference_id', 'conference'),
      text('state'),
      number('version'),
      time('built_at'),
      time('reports_deleted_until'),
      json('verdict'),
    ],
    { key: 'conference_id', createdAt: null },
  ),
  kind(
    'user',
    [
      searched('email'),
      { name: 'name', type: 'text', editable: { maxLength: 64 } },
      boolean('password_generated'),
      boolean('is_superuser'),
      boolean('is_active'),
      time('last_sign_in_at'),
    ],
    { table: 'user_account' },
  ),
]

/** A field of a kind whose records are found by what it points to. */
export interface IncomingLink {
  from: RecordKind
  field: string
}

/** Columns that may point to records of a kind. */
export const linksTo = (target: RecordKind): IncomingLink[] =>
  recordKinds.flatMap(from =>
    from.fields
      .filter(field => field.link === target.name && field.filterable && (!from.within || from.within === field.name))
      .map(field => ({ from, field: field.name })),
  )

/** Whether records of a kind may be deleted one by one, with what belongs to them. */
export const isDeletable = ({ name: of }: RecordKind): boolean => of === 'conference' || of === 'issue'
