import { Gauge, type Registry } from 'prom-client'

/** A value as it is when somebody asks. */
export interface Reading {
  labels?: Record<string, string>
  value: number
}

interface GaugeOptions {
  /** Without the prefix. */
  name: string
  help: string
  labelNames?: string[]
  /** Aggregation of the values of several processes. */
  aggregator?: 'sum' | 'min' | 'max'
}

/** Time that reading a value may take, ms: a database that hangs must not keep the rest from being read. */
const READING_MS = 500

/** A gauge that is read when somebody asks. A value that cannot be read in time is left out. */
export function addGauge(
  registry: Registry,
  { name, help, labelNames = [], aggregator = 'sum' }: GaugeOptions,
  read: () => Iterable<Reading> | Promise<Iterable<Reading>>,
): void {
  new Gauge({
    name: `peermetrics_${name}`,
    help,
    labelNames,
    aggregator,
    registers: [registry],
    async collect() {
      const readings = await inTime(read)
      this.reset()
      // A value without labels is 0 after a reset.
      if (labelNames.length === 0) this.remove()
      for (const { labels = {}, value } of readings ?? []) this.set(labels, value)
    },
  })
}

async function inTime(
  read: () => Iterable<Reading> | Promise<Iterable<Reading>>,
): Promise<Iterable<Reading> | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, READING_MS, undefined)
  })
  try {
    return await Promise.race([
      Promise.resolve()
        .then(read)
        .catch(() => undefined),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
