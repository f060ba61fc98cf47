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
    // One more than the cores that CI has: some files mostly wait, for the clock of a recording or of a job.
    maxWorkers: 3,
  },
})
