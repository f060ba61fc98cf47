import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServerProcess } from '../../test/support/server-process.ts'
import { residentMb } from './memory.ts'

/** Of a server whose memory is looked at: its debugger, once it is asked for, listens on any free port. */
export const INSPECTABLE = { NODE_OPTIONS: '--inspect-port=0' }

/** The debugger listens, and answers, after this, in ms, on a busy machine. */
const DEBUGGER_LIMIT_MS = 20_000

type Watched = Pick<ServerProcess, 'pid' | 'output' | 'kill'>

/**
 * Resident memory of a server that was started with {@link INSPECTABLE}, and of all that it started, in MB, once its garbage
 * is collected: V8 puts that off as long as there is room, which makes up to 100 MB of difference from one moment to the next.
 */
export async function heldMb(server: Watched): Promise<number> {
  const socket = new WebSocket(await debuggerOf(server))
  const limit = { signal: AbortSignal.timeout(DEBUGGER_LIMIT_MS) }
  await once(socket, 'open', limit)
  const collected = once(socket, 'message', limit)
  socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }))
  await collected
  socket.close()
  return residentMb(server.pid)
}

async function debuggerOf({ output, kill }: Watched): Promise<string> {
  kill('SIGUSR1')
  for (const end = Date.now() + DEBUGGER_LIMIT_MS; Date.now() < end; await delay(50)) {
    const url = /Debugger listening on (ws:\S+)/.exec(output.stderr)?.[1]
    if (url) return url
  }
  throw new Error('The debugger of the server does not listen')
}
