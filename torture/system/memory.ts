import { readFileSync } from 'node:fs'
import { withChildren } from '../../bench/system/process-usage.ts'

/** Resident memory of a process and all that it started, in MB. */
export const residentMb = (pid: number): number => withChildren(pid).reduce((sum, each) => sum + residentOf(each), 0)

function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
