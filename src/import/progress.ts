import type { WriteStream } from 'node:tty'

const TERMINAL_PERIOD_MS = 500
const LINE_PERIOD_MS = 60_000

/** Rates are those of so long, ms. */
const WINDOW_MS = 30_000

/** Says how far an import is: in place on a terminal, a line a minute elsewhere. */
export class Progress implements Disposable {
  readonly #output: Pick<WriteStream, 'write' | 'isTTY'>
  readonly #timer: NodeJS.Timeout
  readonly #begun = Date.now()
  #marks: { at: number; rows: number }[] = []
  #total = 0
  #copied = 0
  #skipped = 0
  #step = ''
  #isShown = false

  constructor(output: Pick<WriteStream, 'write' | 'isTTY'>) {
    this.#output = output
    this.#timer = setInterval(() => this.#show(), output.isTTY ? TERMINAL_PERIOD_MS : LINE_PERIOD_MS).unref()
  }

  /** Rows that were copied. */
  get copied(): number {
    return this.#copied
  }

  /** @param total rows that are expected, more or less; 0: not known */
  begin(step: string, total = 0): void {
    this.#step = step
    this.#total = total
  }

  add(rows: number): void {
    this.#copied += rows
  }

  /** Rows that are here already. */
  skip(rows: number): void {
    this.#skipped += rows
  }

  /** A line of its own. */
  say(line: string): void {
    this.#clear()
    this.#output.write(`${line}\n`)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#clear()
  }

  /** Rows a second since the begin. */
  get rate(): number {
    return this.#copied / Math.max((Date.now() - this.#begun) / 1000, 0.001)
  }

  #show(): void {
    const now = Date.now()
    this.#marks = [...this.#marks.filter(mark => mark.at > now - WINDOW_MS), { at: now, rows: this.#copied }]
    const first = this.#marks[0] ?? { at: now, rows: 0 }
    const rate = now > first.at ? ((this.#copied - first.rows) * 1000) / (now - first.at) : this.rate
    const done = this.#copied + this.#skipped
    const left = this.#total > done && rate > 0 ? `, ${duration((this.#total - done) / rate)} left` : ''
    const text = `${this.#step}: ${done.toLocaleString('en')} rows, ${Math.round(rate).toLocaleString('en')} rows/s${left}`
    if (!this.#output.isTTY) this.#output.write(`${text}\n`)
    else {
      this.#clear()
      this.#output.write(text)
      this.#isShown = true
    }
  }

  #clear(): void {
    if (this.#isShown) this.#output.write('\r\u001B[K')
    this.#isShown = false
  }
}

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`
}
