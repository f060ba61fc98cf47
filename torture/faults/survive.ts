import { setTimeout as delay } from 'node:timers/promises'
import { connectPages } from '../../test/operations/support/page.ts'
import {
  isHonest,
  type PatientClients,
  type Refusal,
  startPatientClients,
} from '../../test/operations/support/patient-clients.ts'
import { compareWithStored, storedOf } from '../../test/operations/support/stored-acknowledged.ts'
import type { Engine, TestDatabase } from '../../test/support/database.ts'
import { freePort } from '../../test/support/free-port.ts'
import { type ServerProcess, startServerProcess } from '../../test/support/server-process.ts'
import type { Trial } from '../part.ts'

const NAME = 'load'

const PAGES = 4

/** A request is answered after no more than this, whatever has failed, on a busy machine. */
const MAX_ANSWER_MS = 15_000

/** A port of a group whose supervisor was killed is free after this, in ms. */
const PORT_LIMIT_MS = 15_000

export interface Plan {
  what: string
  engine: Engine
  database: TestDatabase
  environment?: Record<string, string>
  clients?: number
  /** Answers that are awaited before the fault and after it. */
  answers?: number
  /** A client sends a request again for so long, in ms. */
  patienceMs?: number
  /** Whether connections may break: the server itself is what fails. */
  mayBreak?: boolean
}

/** A server under load, which may be treated badly. */
export interface Rig {
  server(): ServerProcess
  load: PatientClients
  /** Starts the server again on its port, once it has ended. */
  restart(): Promise<void>
  /** Adds what must not have happened. */
  blame(fault: string): void
}

/** Has a server fail under load from clients that keep what was acknowledged, and looks for all of it afterwards. */
export async function survive(plan: Plan, fail: (rig: Rig) => Promise<void>): Promise<Trial> {
  const { database, clients = 32, answers = 300, patienceMs = 60_000 } = plan
  const faults: string[] = []
  const port = String(await freePort())
  const start = () => startOnPort(database, { ...plan.environment, PORT: port })
  let server = await start()
  try {
    const pages = await connectPages(server.api, NAME, PAGES)
    const load = startPatientClients(server.api, pages, { clients, name: NAME, patienceMs })
    await load.answered(answers)
    await fail({
      load,
      server: () => server,
      restart: async () => {
        await server.exited
        server = await start()
      },
      blame: fault => void faults.push(fault),
    })
    await load.answered(answers)
    const acknowledged = await load.stop()
    await server.stop()
    const { lost, doubled, unknown } = compareWithStored(acknowledged, await storedOf(database, NAME))
    const tried = acknowledged.stats.length + acknowledged.tracks.length + acknowledged.users.length
    return {
      what: plan.what,
      engine: plan.engine,
      tried,
      survived: tried - lost.length - doubled.length,
      lost: lost.length + doubled.length,
      measured: { refused: load.refusals.length, 'longest wait ms': longest(load.refusals) },
      faults: [
        ...faults,
        ...listed('lost', lost),
        ...listed('doubled', doubled),
        ...listed('stored without having been acknowledged', unknown),
        ...dishonest(load.refusals, plan.mayBreak ?? false),
      ],
    }
  } finally {
    await server[Symbol.asyncDispose]()
  }
}

async function startOnPort(database: TestDatabase, environment: Record<string, string>): Promise<ServerProcess> {
  for (const end = Date.now() + PORT_LIMIT_MS; ; await delay(200)) {
    try {
      return await startServerProcess(database, environment)
    } catch (error) {
      if (Date.now() > end || !String(error).includes('EADDRINUSE')) throw error
    }
  }
}

const listed = (what: string, names: readonly string[]): string[] =>
  names.length > 0 ? [`${names.length} ${what}: ${names.slice(0, 3).join(', ')}`] : []

const longest = (refusals: readonly Refusal[]): number => Math.max(0, ...refusals.map(({ afterMs }) => afterMs))

/** Refusals that do not say that the request may be sent again, by what they are; and those that took too long. */
function dishonest(refusals: readonly Refusal[], mayBreak: boolean): string[] {
  const counts = new Map<string, number>()
  for (const refusal of refusals) {
    if (isHonest(refusal) || (mayBreak && refusal.status === 0)) continue
    const { status, path, retryAfter } = refusal
    const kind = `${path} was answered ${status}, Retry-After ${retryAfter}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const late = refusals.filter(({ afterMs }) => afterMs > MAX_ANSWER_MS).length
  return [
    ...[...counts].map(([kind, count]) => `${kind}, ${count} times`),
    ...(late > 0 ? [`${late} refusals came after more than ${MAX_ANSWER_MS} ms`] : []),
  ]
}
