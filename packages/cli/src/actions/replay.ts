import type { Context } from '../context.ts'
import { ExitCode, Refusal } from '../failures.ts'
import { colourOf } from '../output/colours.ts'
import { writeTo } from '../output/printer.ts'
import { baseUrl, type ServerOptions } from '../remote/choose-server.ts'
import { showProgress } from '../replay/progress.ts'
import { replay, type Speed } from '../replay/replay.ts'
import { ReplayError } from '../replay/replay-error.ts'
import { report } from '../replay/report.ts'
import { httpSender } from '../replay/send-http.ts'
import { readTrace } from '../replay/trace.ts'

interface ReplayOptions extends ServerOptions {
  key: string
  api?: string
  speed: Speed
  conferenceId?: string
  quiet?: boolean
}

export async function replayCall(context: Context<ReplayOptions>, file = ''): Promise<void> {
  const { io, options } = context
  const { key, api, speed, conferenceId, quiet } = options
  const routes = api === undefined ? `${context.server.url}/v1` : baseUrl(api)
  try {
    const exchanges = await replay(await readTrace(file), {
      apiKey: key,
      conferenceId,
      speed,
      send: httpSender(routes),
      ...(quiet ? {} : { onProgress: showProgress(io.stderr) }),
    })
    await writeTo(io.stdout, report(exchanges, colourOf(io.stdout, io.env)))
    if (exchanges.some(({ differences }) => differences.length > 0)) throw new ExitCode(1)
  } catch (error) {
    throw error instanceof ReplayError ? new Refusal('replay_failed', error.message) : error
  }
}
