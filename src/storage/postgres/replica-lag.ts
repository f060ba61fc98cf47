/** Positions that are remembered while the replica does not get on: the newer ones are only left out. */
const MAX_POSITIONS = 600

interface Position {
  /** ms, by the clock of performance.now(). */
  at: number
  lsn: bigint
}

/**
 * How old what a replica shows is: the primary's positions in the write-ahead log are noted with the time before they were
 * asked for, so that a replica that has replayed one shows everything committed until then. No clock but ours is looked at, and
 * a primary that writes nothing makes nothing older.
 */
export class ReplicaLag {
  #ahead: Position[] = []
  #shownUntil = Number.NEGATIVE_INFINITY

  notePrimary(at: number, lsn: bigint): void {
    if (this.#ahead.length < MAX_POSITIONS) this.#ahead.push({ at, lsn })
  }

  noteReplayed(lsn: bigint): void {
    const missing = this.#ahead.findIndex(position => position.lsn > lsn)
    const reached = this.#ahead.splice(0, missing < 0 ? this.#ahead.length : missing)
    this.#shownUntil = reached.at(-1)?.at ?? this.#shownUntil
  }

  /** At most so many seconds, at a time; infinite before anything is known. */
  seconds(now: number): number {
    return (now - this.#shownUntil) / 1000
  }
}

/** A position as PostgreSQL prints it: two hexadecimal halves of 64 bits. */
export function parseLsn(text: string): bigint {
  const [high = '0', low = '0'] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}
