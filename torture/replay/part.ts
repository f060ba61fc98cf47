import { describeRequest, replay } from '../../packages/cli/src/replay/replay.ts'
import { httpSender } from '../../packages/cli/src/replay/send-http.ts'
import { readTrace } from '../../packages/cli/src/replay/trace.ts'
import { startServerProcess } from '../../test/support/server-process.ts'
import { API_KEY } from '../../test/support/test-config.ts'
import { attempt } from '../attempt.ts'
import type { Setting, Trial } from '../part.ts'

const RECORDING = 'test/recordings/sdk-call.json'

const QUICK_SPEED = 10

/** A recorded call of a browser, as fast as it was: the spacing of its requests is part of what is tried. */
export async function* replayPart({ engines, createDatabase, isQuick }: Setting): AsyncGenerator<Trial> {
  const speed = isQuick ? QUICK_SPEED : 1
  for (const engine of engines) {
    yield await attempt('recorded call', engine, async () => {
      await using database = await createDatabase(engine)
      await using server = await startServerProcess(database)
      const { requests } = await readTrace(RECORDING)
      const exchanges = await replay({ requests }, { apiKey: API_KEY, speed, send: httpSender(server.api) })
      const differing = exchanges.filter(({ differences }) => differences.length > 0)
      return {
        what: 'recorded call',
        engine,
        tried: requests.length,
        survived: exchanges.length - differing.length,
        lost: requests.length - exchanges.length,
        measured: { speed },
        faults: differing.map(({ request, differences }) => `${describeRequest(request)}: ${differences.join('; ')}`),
      }
    })
  }
}
