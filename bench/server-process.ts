import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** A server in a process of its own, stopped when it is disposed of. */
export interface ServerProcess extends AsyncDisposable {
  url: string
}

export async function startServerProcess(environment: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const listening = new Promise<string>((resolve, reject) => {
    const lines = createInterface(child.stdout)
    lines.on('line', line => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string }
      if (msg !== 'listening' || !url) return
      lines.close()
      child.stdout.resume()
      resolve(url)
    })
    child.once('exit', () => reject(new Error('The server ended before it listened')))
  })
  return {
    url: await listening,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
