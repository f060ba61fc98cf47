import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { RequestCounter } from '../net/rate-limit.ts'
import { EventLoopDelay } from '../services/admin/event-loop-delay.ts'
import { measureProcess, type ServerProcess } from '../services/admin/server-process.ts'
import { type CountAnswer, isCountReport } from './count-messages.ts'
import { MemberFailed } from './member-failed.ts'
import {
  type Answer,
  type Answers,
  isAnswer,
  isQuestion,
  type ProcessMetrics,
  type Topic,
} from './question-messages.ts'
import { MEMBER_ANSWER_MS, Questions } from './questions.ts'
import { addUp } from './request-counts.ts'
import { RestartDelay } from './restart-delay.ts'
import { REPLACED, type Ready, ROLE_VARIABLE, type Role } from './role.ts'
import { closeUntakenConnections } from './untaken-connections.ts'

/** A place in the group, and the process that fills it. */
interface Place {
  role: Role
  worker: Worker
  startedAt: number
  restartDelay: RestartDelay
}

/**
 * Limit of a semi-space of V8's young generation, MB, which takes up to three times this. V8's own limit for machines with
 * much memory is four times as large, and fills: 400 MB a server under 256 connections instead of 320, which are no faster.
 */
const MAX_SEMI_SPACE_MB = 16

/**
 * Keeps a group of processes running: some that answer requests on one port, and one for background jobs, which gets the
 * processor when those leave it. One that ends by itself is started again.
 */
export class Supervisor {
  readonly #log: Logger
  readonly #roles: readonly ['jobs', ...Role[]]
  readonly #places = new Set<Place>()
  /** Requests by client, of all servers together: limits hold for the group. */
  readonly #requests = new RequestCounter()
  readonly #questions = new Questions()
  readonly #eventLoopDelay = new EventLoopDelay()
  readonly #restarted: (role: Role) => void
  #stopping = false
  #renewal: Promise<void> | undefined

  /** @param restarted is told of each process that ended by itself and was started again */
  constructor({ servers, restarted }: { servers: number; restarted: (role: Role) => void }, log: Logger) {
    this.#log = log
    this.#restarted = restarted
    // Flags that this process was given come last: they count.
    cluster.setupPrimary({ execArgv: [`--max-semi-space-size=${MAX_SEMI_SPACE_MB}`, ...process.execArgv] })
    // The jobs come first: they make what the servers send jobs to.
    this.#roles = ['jobs', ...Array<Role>(servers).fill('server')]
  }

  /** Starts all. @throws Error when one of them ends before it works */
  async start(): Promise<Ready> {
    const [jobs, ...servers] = this.#roles
    const { first } = await this.#fill(jobs)
    const ready = await Promise.all(servers.map(role => this.#fill(role)))
    return { url: ready[0]?.url ?? null, first }
  }

  /** Replaces each process by a new one, one after the other; each old one stops when its successor works. */
  async renew(): Promise<void> {
    this.#renewal ??= this.#replaceAll().finally(() => {
      this.#renewal = undefined
    })
    await this.#renewal
  }

  /** Metrics of the processes that work and answer. */
  async metrics(): Promise<ProcessMetrics[]> {
    const answers = await Promise.all([...this.#places].map(({ worker }) => this.#ask(worker, 'metrics')))
    return answers.filter(metrics => metrics !== undefined)
  }

  /** Has all finish and store what they accepted. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#stopping = true
    await Promise.all([...this.#places].map(place => this.#retire(place, worker => worker.process.kill(signal))))
  }

  /** This process, and those that work, but one. */
  async #processesBeside(asking: Worker): Promise<ServerProcess[]> {
    const others = [...this.#places].filter(({ worker }) => worker !== asking)
    const measured = others.map(async ({ role, worker }) => ({
      role,
      pid: worker.process.pid ?? 0,
      measurement: await this.#ask(worker, 'measurement'),
    }))
    const own = { role: 'supervisor', pid: process.pid, measurement: measureProcess(this.#eventLoopDelay) } as const
    return [own, ...(await Promise.all(measured))]
  }

  async #ask<T extends Topic>(worker: Worker, topic: T): Promise<Answers[T] | undefined> {
    const channel = {
      isConnected: () => worker.isConnected(),
      // One that ends at this moment does not answer.
      send: (question: object) => void worker.send(question, () => {}),
    }
    return await this.#questions.ask(channel, topic, MEMBER_ANSWER_MS)
  }

  async #replaceAll(): Promise<void> {
    this.#log.info('renewing all processes')
    for (const place of [...this.#places]) {
      if (this.#stopping) return
      await this.#fill(place.role)
      await this.#retire(place, worker => worker.send(REPLACED))
    }
    this.#log.info('all processes were renewed')
  }

  async #retire(place: Place, tell: (worker: Worker) => void): Promise<void> {
    this.#places.delete(place)
    const { worker } = place
    if (worker.isDead()) return
    const ended = once(worker, 'exit')
    tell(worker)
    await ended
  }

  /** Starts a process for a place. @throws Error when it ends before it works */
  async #fill(role: Role, restartDelay = new RestartDelay()): Promise<Ready> {
    const worker = cluster.fork({ [ROLE_VARIABLE]: role })
    closeUntakenConnections(worker.process)
    if (role === 'jobs' && worker.process.pid) setPriority(worker.process.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    const ready = await this.#hear(worker, role)
    const place = { role, worker, startedAt: performance.now(), restartDelay }
    this.#places.add(place)
    worker.once('exit', (code, signal) => void this.#ended(place, code, signal))
    return ready
  }

  /** Answers what a process reports. @returns what it tells once it works */
  async #hear(worker: Worker, role: Role): Promise<Ready> {
    const { promise, resolve, reject } = Promise.withResolvers<Ready>()
    worker.once('exit', (code, signal) => reject(new MemberFailed(role, signal ?? code)))
    worker.on('message', (message: unknown) => {
      // One that ends at this moment needs no answer.
      const reply = (answer: CountAnswer | Answer) => worker.isConnected() && worker.send(answer, () => {})
      if (isAnswer(message)) this.#questions.hear(message)
      else if (isCountReport(message)) void addUp(this.#requests, message).then(reply)
      else if (isQuestion(message, 'other processes')) {
        const { id } = message
        void this.#processesBeside(worker).then(answer => reply({ kind: 'answer', id, answer }))
      } else resolve(message as Ready)
    })
    return await promise
  }

  async #ended(place: Place, code: number | null, signal: string | null): Promise<void> {
    if (!this.#places.delete(place) || this.#stopping) return
    const { role, worker, startedAt, restartDelay } = place
    this.#log.error({ role, pid: worker.process.pid, code, signal }, 'a process ended and is started again')
    for (let ranMs = performance.now() - startedAt; !this.#stopping; ranMs = 0) {
      await delay(restartDelay.after(ranMs))
      if (this.#stopping) return
      try {
        await this.#fill(role, restartDelay)
        this.#restarted(role)
        this.#log.info({ role }, 'a process works again')
        return
      } catch (error) {
        this.#log.error({ err: error, role }, 'a process could not be started again')
      }
    }
  }
}

/** Of a process in the group: tells the supervisor that it works. */
export const tellReady = (ready: Ready): void => void process.send?.(ready)
