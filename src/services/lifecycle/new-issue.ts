import { createHash } from 'node:crypto'
import { issueCatalog } from '../../domain/issues/catalog.ts'
import type { RaisedIssue } from '../../domain/lifecycle/call-draft.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import type { NewIssue } from '../../storage/tables/issues.ts'

/** An issue as it is stored: once a session or connection or, with details, once for each different details. */
export const newIssue = (raised: RaisedIssue): NewIssue => ({
  ...raised,
  type: issueCatalog[raised.code].severity,
  subject: subjectOf(raised.connectionId ?? raised.sessionId, raised.data),
})

const subjectOf = (id: string, data: JsonValue): string =>
  data === null ? id : `${id} ${createHash('sha1').update(JSON.stringify(data)).digest('base64url')}`
