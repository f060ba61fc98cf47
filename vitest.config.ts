import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: vitest asks for it
export default defineConfig({
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
