import { availableParallelism } from 'node:os'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

/** Packages of this repository are tested as their sources are. */
const resolve = { conditions: ['@peermetrics/source', ...defaultServerConditions] }

// biome-ignore lint/style/noDefaultExport: vitest asks for it
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    // The embedded engine of a test lives for seconds: code that is compiled well takes longer to make than it saves.
    // The young generation is as large as that of a server.
    execArgv: ['--liftoff-only', '--max-semi-space-size=16'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on an idle machine, and in seconds on a busy one.
    expect: { poll: { timeout: 20_000 } },
    // Loading the server takes longer than most files run. What is loaded keeps nothing of one server that another sees.
    isolate: false,
    // Two more than cores: while files wait, for timers and for disks, others can run. A worker takes up to 1 GB.
    maxWorkers: Math.min(8, availableParallelism() + 2),
    sequence: { sequencer: LongestFirst },
    // Tests that run beside each other in a file do so to wait together.
    maxConcurrency: 20,
  },
})
