import { ADMIN_API_TOKEN } from '../../test/support/accounts.ts'
import { playCall } from '../../test/support/call.ts'
import type { TestDatabase } from '../../test/support/database.ts'
import { type ServerProcess, startServerProcess } from '../../test/support/server-process.ts'
import { API_KEY } from '../../test/support/test-config.ts'
import { heldMb, INSPECTABLE } from '../system/held-memory.ts'
import type { Answer } from './answer.ts'
import { encodeHttp, encodeRpc } from './encode.ts'
import type { FuzzInput, Values } from './input.ts'
import { faultIn } from './judge.ts'
import { sendBytes } from './send-bytes.ts'
import { RequestSender } from './send-request.ts'
import { createFuzzWorld } from './world.ts'

const startServer = (database: TestDatabase): Promise<ServerProcess> =>
  startServerProcess(database, { ADMIN_API_TOKEN, ...INSPECTABLE })

/** A server that is fuzzed, in a process of its own, with something in it that inputs can be about. */
export class FuzzTarget implements AsyncDisposable {
  readonly #database: TestDatabase
  #server: ServerProcess
  #sender: RequestSender
  #values: Values = {}
  #hasEnded = false

  private constructor(database: TestDatabase, server: ServerProcess) {
    this.#database = database
    this.#server = server
    this.#sender = new RequestSender(server.url)
    this.#watch(server)
  }

  static async start(database: TestDatabase): Promise<FuzzTarget> {
    const target = new FuzzTarget(database, await startServer(database))
    await target.renewWorld()
    return target
  }

  /** Memory without garbage, in MB. */
  heldMb(): Promise<number> {
    return heldMb(this.#server)
  }

  /** Why it ended: the error that it wrote. */
  get lastWords(): string {
    return /^\S*Error.*$/m.exec(this.#server.output.stderr)?.[0] ?? 'without a word'
  }

  /** Inputs may have ended, deleted or signed out whatever they are about. */
  async renewWorld(): Promise<void> {
    this.#values = await createFuzzWorld(this.#server)
  }

  async restart(): Promise<void> {
    this.#sender[Symbol.dispose]()
    await this.#server[Symbol.asyncDispose]()
    this.#server = await startServer(this.#database)
    this.#hasEnded = false
    this.#sender = new RequestSender(this.#server.url)
    this.#watch(this.#server)
  }

  /** @returns what is wrong with the answer; undefined: nothing */
  async try(input: FuzzInput): Promise<{ fault: string | undefined; answer: Answer }> {
    const answer = await this.#send(input)
    return { fault: faultIn(input, answer), answer }
  }

  /** Whether it runs, and serves a client that does nothing wrong. */
  async isSound(): Promise<boolean> {
    if (this.#hasEnded) return false
    const played = playCall({ apiKey: API_KEY, post: this.#server.post }).then(
      () => true,
      () => false,
    )
    return (await played) && !this.#hasEnded
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sender[Symbol.dispose]()
    await this.#server[Symbol.asyncDispose]()
  }

  #send(input: FuzzInput): Promise<Answer> {
    switch (input.door) {
      case 'rpc':
        return this.#sender.send(encodeRpc(input, this.#values))
      case 'http':
        return this.#sender.send(encodeHttp(input, this.#values))
      case 'bytes':
        return sendBytes(this.#server.url, Buffer.from(input.bytes, 'base64'))
    }
  }

  #watch(server: ServerProcess): void {
    void server.exited.then(() => {
      if (this.#server === server) this.#hasEnded = true
    })
  }
}
