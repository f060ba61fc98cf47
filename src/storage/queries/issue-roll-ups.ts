import type { ScopedReader } from '../access/scoped-reader.ts'
import { partRollUpConditions, type RollUpFilter } from './roll-up-filter.ts'

export interface CodeCount {
  code: string
  count: number
  severity: 'error' | 'warning'
  /** That have such an issue. */
  conferences: number
}

/** Issues by code, most frequent first. */
export async function countCodes(reader: ScopedReader, filter: RollUpFilter): Promise<CodeCount[]> {
  const where = partRollUpConditions(filter)
  return await reader.query<CodeCount>(
    `select code, count(*)::int as count, min(type) as severity, count(distinct conference_id)::int as conferences
       from issue
      where ${where} group by code order by count desc, code`,
    where.parameters,
  )
}

/** Failures of getUserMedia under one name of an error. */
export interface MediaErrorCount {
  /** DOMException.name; null for those reported without one. */
  name: string | null
  /** Message of one of them. */
  message: string | null
  count: number
}

const textField = (field: string) =>
  `case when jsonb_typeof(data -> '${field}') = 'string' then nullif(data ->> '${field}', '') end`

/** Most frequent first. */
export async function countMediaErrors(reader: ScopedReader, filter: RollUpFilter): Promise<MediaErrorCount[]> {
  const where = partRollUpConditions(filter)
  return await reader.query<MediaErrorCount>(
    `select ${textField('name')} as name, min(${textField('message')}) as message, count(*)::int as count
       from issue where ${where} and code = 'getusermedia_error' group by 1 order by count desc, name`,
    where.parameters,
  )
}
