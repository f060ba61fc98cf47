/**
 * What has a process compile the code of the embedded engine as this one does: where it lives for seconds only, quickly
 * instead of well. A process that ends soon after its start waits for seconds until the better code is made.
 */
export const engineFlags: readonly string[] = process.execArgv.filter(flag => flag === '--liftoff-only')
