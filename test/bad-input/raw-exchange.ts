import { connect } from 'node:net'

/** An answer as it came over the wire. */
export interface RawReply {
  status: number
  head: string
  body: string
}

/** How long the server may take, in ms. */
const PATIENCE_MS = 1000

/**
 * Sends bytes that no HTTP client would, over a connection of their own.
 * @returns what came until the server closed or, when it kept the connection, a moment after its first bytes; status 0
 *   when nothing came
 */
export async function rawExchange(baseUrl: string, text: string): Promise<RawReply> {
  const { hostname, port } = new URL(baseUrl)
  const received = await new Promise<string>(resolve => {
    let all = ''
    const socket = connect(Number(port), hostname)
    const finish = () => {
      clearTimeout(limit)
      socket.destroy()
      resolve(all)
    }
    const limit = setTimeout(finish, PATIENCE_MS)
    socket.setEncoding('latin1')
    socket.on('data', data => {
      all += data
      setTimeout(finish, 50)
    })
    socket.on('close', finish).on('error', finish)
    socket.write(text, 'latin1')
  })
  const end = received.indexOf('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0),
    head: end < 0 ? received : received.slice(0, end),
    body: end < 0 ? '' : received.slice(end + 4),
  }
}

/** A request without a body. */
export const rawRequest = (method: string, target: string, headers = ''): string =>
  `${method} ${target} HTTP/1.1\r\nHost: test\r\nOrigin: https://page.example\r\n${headers}\r\n`
