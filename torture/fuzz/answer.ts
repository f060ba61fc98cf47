/** What came back. */
export interface Answer {
  /** 0: nothing did. */
  status: number
  headers: Readonly<Record<string, string>>
  /** The beginning of the body. */
  text: string
  /** From sending to the head of the answer, ms. */
  afterMs: number
  /** Why there is none. */
  failure?: string
}

/** Longest time for an answer, in ms. */
export const ANSWER_MS = 2000

/** Methods that wait on purpose, and how long they may take, in ms: reports that are under way are to be erased, too. */
export const WAITING_METHODS: Readonly<Record<string, number>> = {
  'peermetrics.admin.v1.PrivacyService/EraseParticipant': 5000,
}

/** What does not end is read for so long, in ms. */
export const READ_MS = 300

/** More of an answer is not looked at. */
export const MAX_TEXT = 64 * 1024
