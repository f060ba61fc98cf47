import type { Quality } from '../../model/call.ts'

/** A line of the search: something that was found, or a command. */
export interface SearchEntry {
  key: string
  label: string
  /** Beside the label, quiet. */
  second?: string | undefined
  quality?: Quality | undefined
  /** ms since the epoch. */
  at?: number | undefined
  /** What it is, at the right. */
  kind: string
  run: () => void
}
