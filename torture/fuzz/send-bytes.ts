import { connect } from 'node:net'
import type { Answer } from './answer.ts'
import { MAX_TEXT } from './answer.ts'

/** What does not close the connection is waited for this long after the last byte, in ms. */
const QUIET_MS = 60

let sent = 0

/** Each connection has another client: one that breaks the rules of HTTP/2 again and again would get no more of them. */
const nextAddress = (): string => `127.${100 + (++sent >> 16)}.${(sent >> 8) & 255}.${sent & 255}`

/** Sends bytes over a connection of their own. @returns what came back, as it is */
export async function sendBytes(url: string, bytes: Uint8Array): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const startedAt = performance.now()
  const text = await new Promise<string>(resolve => {
    let received = ''
    const socket = connect({ port: Number(port), host: hostname, localAddress: nextAddress() })
    const finish = () => {
      socket.destroy()
      resolve(received)
    }
    socket.setTimeout(QUIET_MS, finish)
    socket.setEncoding('latin1')
    socket.on('data', chunk => {
      if (received.length < MAX_TEXT) received += chunk
    })
    socket.on('close', finish).on('error', finish)
    socket.write(bytes)
  })
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
  const head = text.slice(0, text.indexOf('\r\n\r\n'))
  const fields = head.split('\r\n').flatMap(line => {
    const [, name, value] = /^([^:]+): (.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]]
  })
  return { status, headers: Object.fromEntries(fields), text, afterMs: performance.now() - startedAt }
}
