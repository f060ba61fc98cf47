import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackReport } from '../../../src/storage/events/report-packing.ts'
import { playCall, succeeded } from '../../support/call.ts'
import { engines } from '../../support/database.ts'
import type { Row } from '../../support/stored-rows.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { callJson, ingestClients } from '../rpc.ts'
import { startCall } from '../running-call.ts'
import { readStored } from '../stored.ts'
import { dirtyText } from './dirty-text.ts'
import { longText } from './long-text.ts'
import { oddJson } from './odd-json.ts'
import { prototypeKeys } from './prototype-keys.ts'
import type { Sending, StoredCase } from './stored-case.ts'

const groups: Record<string, StoredCase[]> = {
  'text that PostgreSQL cannot hold': dirtyText,
  'keys that JavaScript knows': prototypeKeys,
  'long text': longText,
  'odd JSON': oddJson,
}

async function prepare(server: TestServer): Promise<Sending> {
  const call = await startCall(server, 'values')
  const withToken = (members: object | string) =>
    typeof members === 'string' ? `{"token": "${call.token}", ${members}}` : { token: call.token, ...members }
  return {
    server,
    clients: ingestClients(server.url),
    call,
    post: (path, members) => server.post(path, withToken(members)),
    put: (path, members) => server.put(path, withToken(members)),
    rpc: (method, message, token = call.token) => callJson(server.url, method, message, { token }),
  }
}

/** Sends a case. @returns why it was refused; undefined when it was not */
async function refusal({ send }: StoredCase, sending: Sending): Promise<string | undefined> {
  try {
    const reply = await send(sending)
    if (typeof reply === 'object' && reply !== null && 'status' in reply) succeeded(reply as never)
    return undefined
  } catch (error) {
    return String(error)
  }
}

function opened({ report, dictionary, ...row }: Row): Row {
  return report === undefined
    ? row
    : { ...row, report: unpackReport(Buffer.from(report.slice('\\x'.length), 'hex'), dictionary) }
}

describe.each(engines())('what is stored on %s', engine => {
  const cases = Object.values(groups).flat()
  const refusals = new Map<StoredCase, string | undefined>()
  let server: TestServer
  let stored: Record<string, Row[]>

  beforeAll(async () => {
    server = await startTestServer(engine)
    const sending = await prepare(server)
    for (const each of cases) refusals.set(each, await refusal(each, sending))
    await playCall(server)
    stored = await readStored(server, Object.fromEntries(cases.map((each, index) => [String(index), each.sql])))
  })

  afterAll(async () => await server?.[Symbol.asyncDispose]())

  for (const [group, groupCases] of Object.entries(groups)) {
    it.each(groupCases)(`of ${group}: $name`, each => {
      expect(refusals.get(each)).toBeUndefined()
      const rows = stored[cases.indexOf(each)]?.map(opened)
      // As text, too: toEqual looks at the prototype, not at an own key "__proto__".
      expect(rows).toEqual(each.stored)
      expect(sortedText(rows)).toBe(sortedText(each.stored))
    })
  }

  it('leaves the prototypes of the server alone', () => {
    expect({}).not.toHaveProperty('polluted')
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
  })
})

/** JSON text in which equal objects look the same. */
const sortedText = (value: unknown): string =>
  JSON.stringify(value, (_key, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
