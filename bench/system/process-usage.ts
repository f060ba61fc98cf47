import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second of /proc: the same on every Linux that Node runs on. */
const TICKS = 100

/** What a group of processes used so far. */
export interface Usage {
  /** CPU seconds by process. */
  cpu: ReadonlyMap<number, number>
  /** The largest resident set that any of them ever had, in MB. */
  peakMb: number
}

/** CPU seconds between two looks. Processes that ended meanwhile are left out. */
export function cpuBetween(before: Usage, after: Usage): number {
  let seconds = 0
  for (const [pid, until] of after.cpu) seconds += until - (before.cpu.get(pid) ?? 0)
  return seconds
}

/** Of a process and all that it started. */
export const usageOfTree = (pid: number): Usage => sum(withChildren(pid))

/** Of the PostgreSQL processes that serve a database, and of those that write for all. */
export function usageOfPostgres(database: string): Usage {
  const serves = (title: string) =>
    title.startsWith('postgres:') && (title.includes(` ${database} `) || /: (walwriter|checkpointer)/.test(title))
  return sum(allProcesses().filter(pid => serves(read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))))
}

const allProcesses = (): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)

export function withChildren(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(withChildren)]
}

const sum = (pids: readonly number[]): Usage => ({
  cpu: new Map(pids.map(pid => [pid, cpuSeconds(pid)])),
  peakMb: Math.max(0, ...pids.map(peakMb)),
})

function cpuSeconds(pid: number): number {
  // The name in parentheses may hold anything; utime and stime are the 14th and 15th field.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS
}

const peakMb = (pid: number): number => Number(/VmHWM:\s*(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024

/** A process that has ended meanwhile used nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
