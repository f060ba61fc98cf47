import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Makes sure that a port can be listened on, before anything else is begun.
 * @param setting the variables that say where
 * @throws Error that says what to do
 */
export async function requireFreePort(host: string, port: number, setting: string): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    throw new Error(`${host} port ${port}: ${reasons[code] ?? `cannot be listened on (${code})`} (${setting})`, {
      cause,
    })
  }
  server.close()
  await once(server, 'close')
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'another program listens there. Stop that one, or choose another port',
  EACCES: 'this user may not listen there. Choose a port from 1024 on',
  EADDRNOTAVAIL: 'this machine has no such address. Correct it',
  ENOTFOUND: 'this host name has no address. Correct it',
}
