import type { Json } from './call.ts'

/** Who did what. */
export interface AuditEntry {
  id: string
  at: number
  /** E-mail address; empty for a token of the configuration. */
  email: string
  credential: 'signIn' | 'apiToken' | 'configured' | 'unknown'
  /** The operation in snake_case. */
  action: string
  subjectId: string
  data: Json
}
