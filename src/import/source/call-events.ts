import type { SourceEvent, Timestamp } from './rows.ts'
import type { SourceDatabase } from './source-database.ts'

/** Rows that are held at once: some MB. */
const ROWS_AT_ONCE = 200

/** Whose events are wanted. */
export interface EventSelection {
  conferenceId: string
  /** Event time of the first; null: all. */
  from: Timestamp | null
}

/** The events of some calls, call by call, in order of time. A {@link SourceDatabase.snapshot} must last meanwhile. */
export class CallEvents {
  readonly #parts: AsyncGenerator<SourceEvent[], void, undefined>
  #left: readonly SourceEvent[] = []

  constructor(source: SourceDatabase, wanted: readonly EventSelection[]) {
    this.#parts = source.cursor<SourceEvent>(
      `select event.id, event.app_id, event.conference_id, event.session_id, event.participant_id, event.peer_id,
              event.connection_id, event.track_id, event.category, event.type, event.data, event.created_at, event.is_active
         from unnest($1::uuid[], $2::timestamptz[]) as wanted (id, "from")
         join app_genericevent event
           on event.conference_id = wanted.id and (wanted."from" is null or event.created_at >= wanted."from")
        order by event.conference_id, event.created_at, event.id`,
      [wanted.map(({ conferenceId }) => conferenceId), wanted.map(({ from }) => from)],
      ROWS_AT_ONCE,
    )
  }

  /** Those of one call. Calls must be asked for in order of their ids; what is left of those before is passed over. */
  async *of(conferenceId: string): AsyncGenerator<readonly SourceEvent[], void, undefined> {
    for (;;) {
      if (this.#left.length === 0) {
        const { value } = await this.#parts.next()
        if (!value) return
        this.#left = value
      }
      const begin = this.#left.findIndex(event => event.conference_id >= conferenceId)
      this.#left = begin === -1 ? [] : this.#left.slice(begin)
      const end = this.#left.findIndex(event => event.conference_id !== conferenceId)
      const part = end === -1 ? this.#left : this.#left.slice(0, end)
      this.#left = end === -1 ? [] : this.#left.slice(end)
      if (part.length > 0) yield part
      if (end !== -1) return
    }
  }

  /** Lets go of the cursor. */
  async close(): Promise<void> {
    await this.#parts.return()
  }
}
