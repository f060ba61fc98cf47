import { ADMIN_API_TOKEN } from '../../test/support/accounts.ts'
import { startServerProcess } from '../../test/support/server-process.ts'
import { RequestSender } from '../fuzz/send-request.ts'
import type { Setting, Trial } from '../part.ts'
import { type StrangersResult, tryStrangers } from './attempts.ts'
import { tryPageTokens } from './page-tokens.ts'
import { createTwoOrganizations } from './two-organizations.ts'

const EACH = { quick: 3, full: 20 }

/** Strangers of every role try every RPC and route with another organization's ids and page tokens. */
export async function* strangersPart({ engines, createDatabase, isQuick, seed }: Setting): AsyncGenerator<Trial> {
  for (const engine of engines) {
    await using database = await createDatabase(engine)
    await using server = await startServerProcess(database, { ADMIN_API_TOKEN })
    using sender = new RequestSender(server.url)
    const organizations = await createTwoOrganizations(server)
    const trial = (what: string, { tried, differences }: StrangersResult): Trial => ({
      what,
      engine,
      tried,
      survived: tried - differences.length,
      lost: differences.length,
      measured: {},
      faults: differences.slice(0, 10),
    })
    const each = isQuick ? EACH.quick : EACH.full
    yield trial("another organization's ids", await tryStrangers(sender, organizations, { each, seed }))
    yield trial("another organization's page tokens", await tryPageTokens(sender, organizations))
  }
}
