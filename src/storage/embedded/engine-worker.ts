import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { EngineAnswer, EngineCall, EngineMessage, EngineStart } from './engine-messages.ts'

/*
 * The thread of the embedded engine. PostgreSQL compiled to WebAssembly computes without a pause while a statement runs;
 * here it holds up nobody who reads requests from sockets.
 */

/** PGlite fills its buffers at every start; the data folder's files are in the operating system's cache, besides. */
const SHARED_BUFFERS = '32MB'

const { dataFolder, code } = workerData as EngineStart
const port = parentPort
if (!port) throw new Error('This is the entry of a worker thread')

// As the ORM's PostgreSQL driver gives them: it makes dates of them itself.
const timesAsText = [types.DATE, types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL]
const parsers = Object.fromEntries(timesAsText.map(type => [type, (text: string) => text]))
const engine = await PGlite.create({
  dataDir: dataFolder,
  pgliteWasmModule: code,
  extensions: { pg_trgm },
  parsers,
  startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
  ...(existsSync(join(dataFolder, 'PG_VERSION')) ? {} : { loadDataDir: await emptyDatabase() }),
})

/** Of the engine's code; where it is while none of it runs. */
const stackPointer = (engine.Module as unknown as { ___stack_pointer: { value: number } }).___stack_pointer
const stackTop = stackPointer.value

port.on('message', (call: EngineCall) => {
  void answer(call).then(send)
})
engine.onNotification((channel, payload) => send({ notification: { channel, payload } }))
send({ ready: true })

/**
 * Result of PGlite's `initdb`, prepared by its authors for the same version: running that in WebAssembly takes
 * several times as long as unpacking its result. Loaded only where it is used.
 */
async function emptyDatabase(): Promise<Blob> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs')
  return await dataDir()
}

function send(message: EngineMessage): void {
  parentPort?.postMessage(message)
}

async function answer(call: EngineCall): Promise<EngineAnswer> {
  try {
    return { id: call.id, result: await carryOut(call) }
  } catch (error) {
    // PGlite 0.5.8 leaves 1.2 KB of its stack behind with each error: after 1,700 errors "stack depth limit exceeded" was all that
    // it answered. None of its code runs now.
    stackPointer.value = stackTop
    return { id: call.id, error: describe(error) }
  }
}

async function carryOut(call: EngineCall): Promise<unknown> {
  switch (call.method) {
    case 'query':
      return await engine.query(call.text, call.parameters)
    case 'exec':
      return await engine.exec(call.text)
    case 'close':
      return await engine.close()
  }
}

/** The fields of a PostgreSQL error; an Error object would lose them on its way between threads. */
function describe(error: unknown): NonNullable<EngineAnswer['error']> {
  const { message = String(error), code, detail, constraint, table, column } = error as Record<string, string>
  return { message, code, detail, constraint, table, column }
}
