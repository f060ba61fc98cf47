import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { issueCatalog } from '../../domain/issues/catalog.ts'
import type { MomentCode } from '../../domain/issues/codes.ts'
import type { JsonValue } from '../../domain/json.ts'
import { raiseIssue } from '../../storage/issues.ts'

interface Whereabouts {
  appId: string
  conferenceId: string
  sessionId: string
  participantId: string
}

/** Raises an issue about a session: once a session or, with details, once for each different details. */
export async function raiseSessionIssue(
  em: EntityManager,
  session: Whereabouts,
  code: MomentCode,
  at: Date,
  data: JsonValue = null,
): Promise<void> {
  const { severity: type } = issueCatalog[code]
  const subject = subjectOf(session.sessionId, data)
  await raiseIssue(em, { ...session, connectionId: null, code, type, subject, data, at })
}

/** Raises an issue that the end of a session brings to light. Its time moves with that end. */
export async function raiseSessionEndIssue(
  em: EntityManager,
  session: Whereabouts,
  code: MomentCode,
  at: Date,
): Promise<void> {
  const { severity: type } = issueCatalog[code]
  const about = { ...session, connectionId: null, subject: session.sessionId }
  await raiseIssue(em, { ...about, code, type, data: null, at, isDerived: true })
}

/** Raises an issue about a connection: once a connection or, with details, once for each different details. */
export async function raiseConnectionIssue(
  em: EntityManager,
  connection: Whereabouts & { connectionId: string },
  code: MomentCode,
  at: Date,
  data: JsonValue = null,
): Promise<void> {
  const { severity: type } = issueCatalog[code]
  await raiseIssue(em, { ...connection, code, type, subject: subjectOf(connection.connectionId, data), data, at })
}

const subjectOf = (id: string, data: JsonValue): string =>
  data === null ? id : `${id} ${createHash('sha1').update(JSON.stringify(data)).digest('base64url')}`
