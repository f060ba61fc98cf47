import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Packages of this repository are tested as their sources are. */
const resolve = { conditions: ['@peermetrics/source', ...defaultServerConditions] }

// biome-ignore lint/style/noDefaultExport: vitest asks for it
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // The embedded engine of a test lives for seconds: code that is compiled well takes longer to make than it saves.
    execArgv: ['--liftoff-only'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Loading the server takes longer than most files run. What is loaded keeps nothing of one server that another sees.
    isolate: false,
    // Two cores: more workers than that only make servers wait for each other, and events come late by what they wait.
    maxWorkers: 2,
    // Tests that run beside each other in a file do so to wait together.
    maxConcurrency: 20,
  },
})
