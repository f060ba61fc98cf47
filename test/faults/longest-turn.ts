/**
 * The longest turn of the event loop while something runs, in ms of CPU time of the main thread: unlike wall time it does
 * not grow when other processes take the processor.
 */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = cpuMs()
  let running = true
  const look = () => {
    const now = cpuMs()
    longest = Math.max(longest, now - last)
    last = now
    if (running) setImmediate(look)
  }
  setImmediate(look)
  try {
    await work()
  } finally {
    running = false
  }
  return longest
}

const cpuMs = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
