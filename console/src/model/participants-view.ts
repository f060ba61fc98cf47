import type { Query } from './query-string.ts'

/** What a list of participants shows, as its address says it. */
export interface ParticipantsView {
  /** Words in the name or id. */
  q?: string
  /** Token of a page after the first. */
  page?: string
}

/** Reads an address; what makes no sense in it is passed over. */
export const readParticipantsView = ({ q, page }: Query): ParticipantsView => ({
  ...(q && q.length <= 64 ? { q } : {}),
  ...(page ? { page } : {}),
})
