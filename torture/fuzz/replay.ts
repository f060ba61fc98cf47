import type { Engine } from '../../test/support/database.ts'
import { createTortureDatabase } from '../system/databases.ts'
import type { FuzzInput } from './input.ts'
import { FuzzTarget } from './target.ts'

/** Sends an input to a new server. @returns what came of it, in words */
export async function replayInput(input: FuzzInput, engine: Engine): Promise<string> {
  await using database = await createTortureDatabase(engine)
  await using target = await FuzzTarget.start(database)
  const { fault, answer } = await target.try(input)
  const verdict = (await target.isSound()) ? (fault ?? 'no fault') : `the server ended: ${target.lastWords}`
  return `${JSON.stringify(answer, null, 2)}\n${verdict}`
}
