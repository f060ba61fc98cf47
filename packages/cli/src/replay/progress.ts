import type { Output } from '../io.ts'

/** On a terminal the line is renewed this often, elsewhere another one is written, in ms. */
const PERIOD_MS = { terminal: 100, elsewhere: 5000 }

/** Shows how far a replay is: one line that changes on a terminal, else a line now and then. */
export function showProgress(stream: Output): (through: number, total: number) => void {
  const terminal = stream.isTTY === true
  const period = terminal ? PERIOD_MS.terminal : PERIOD_MS.elsewhere
  let shownAt = terminal ? 0 : Date.now()
  return (through, total) => {
    const last = through === total
    if (!last && Date.now() - shownAt < period) return
    shownAt = Date.now()
    const text = `${through} of ${total} requests`
    if (!terminal) stream.write(`${text}\n`)
    else stream.write(last ? '\r\u001b[K' : `\r\u001b[K${text}`)
  }
}
