import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { asRefusal } from '../services/refusal.ts'
import type { WholeList } from './whole-list.ts'

/**
 * Begins a list: reads its first two batches, so that a short one is an ordinary body and a failure still an error answer.
 * @returns the body of a short list; of a longer one what sends it
 */
export async function beginList(
  list: WholeList,
): Promise<{ data: readonly unknown[] } | ((response: ServerResponse) => Promise<void>)> {
  const batches = list.batches[Symbol.asyncIterator]()
  const first = await batches.next()
  if (first.done) return { data: [] }
  const second = await batches.next()
  if (second.done) return { data: first.value }
  return response => sendBatches(response, [first.value, second.value], batches)
}

/** Sends batch by batch, no faster than the client reads. One that cannot be finished is cut off, which clients notice. */
async function sendBatches(
  response: ServerResponse,
  begun: readonly (readonly unknown[])[],
  batches: AsyncIterator<readonly unknown[]>,
): Promise<void> {
  const closed = new AbortController()
  response.once('close', () => closed.abort())
  try {
    await write(response, `{"data":[${begun.map(printed).filter(Boolean).join(',')}`, closed.signal)
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      if (next.value.length > 0) await write(response, `,${printed(next.value)}`, closed.signal)
    }
    response.end(']}')
  } catch (error) {
    response.destroy()
    // That the caller may read no further, or the database is away, is no fault of this program.
    if (!closed.signal.aborted && !asRefusal(error)) throw error
  } finally {
    await batches.return?.()
  }
}

const printed = (rows: readonly unknown[]): string => rows.map(row => JSON.stringify(row)).join(',')

async function write(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (!response.write(text)) await once(response, 'drain', { signal })
}
