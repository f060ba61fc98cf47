import process from 'node:process'

/** Undone when the program is interrupted, the last first; synchronous, because nothing else happens any more then. */
const undoings = new Set<() => void>()

/** Remembers how to undo something that outlives the program. @returns what undoes it now */
export function undoAtEnd(undo: () => void): () => void {
  const once = () => {
    if (undoings.delete(once)) undo()
  }
  undoings.add(once)
  return once
}

/** Ends on Ctrl-C and on SIGTERM; leaves nothing behind. Server processes end by themselves with the one that started them. */
export function endOnSignal(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => process.exit(code))
  }
  process.on('exit', () => {
    for (const undo of [...undoings].reverse()) undo()
  })
}
