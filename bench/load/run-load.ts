import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { LoadJob, LoadMessage, LoadResult } from './load-job.ts'

const GENERATOR = fileURLToPath(new URL('./generator.ts', import.meta.url))

/** Told when the measured time begins, and every second how many units are done. */
export interface LoadObserver {
  begins(): void
  progress(done: number): void
}

/** Runs a load in a process of its own. */
export function runLoad(job: LoadJob, observer: LoadObserver): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const generator = fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    generator.once('error', reject)
    generator.once('exit', code => reject(new Error(`The load generator ended with ${code} before its result`)))
    generator.on('message', (message: LoadMessage) => {
      if (message.kind === 'begins') observer.begins()
      else if (message.kind === 'progress') observer.progress(message.done)
      else resolve(message.result)
    })
    generator.send(job)
  })
}
