/** Ids under which the rows of one call are filed. They are those of the source but for what was here already. */
export interface IdMap {
  /** Of the conference. */
  conference: string
  participant(sourceId: string): string
  track(sourceId: string | null): string | null
}
