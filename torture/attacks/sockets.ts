import { once } from 'node:events'
import net, { type Socket } from 'node:net'

/** Where attacks come from: another address of this machine than those of honest clients. */
export const ATTACKER = '127.0.0.66'

/** Connections that are opened at once, so that none is refused for a full backlog. */
const OPENED_AT_ONCE = 100

/** Pause before a connection that was closed is opened again, in ms. */
const REOPEN_MS = 50

/** A connection from the attacker's address; errors are what is expected. */
function openSocket(url: string): Socket {
  const { hostname, port } = new URL(url)
  return net.connect({ host: hostname, port: Number(port), localAddress: ATTACKER }).on('error', () => {})
}

/**
 * Keeps so many connections open, each in the hands of `use`, and opens another one for each that is closed.
 * @returns when each was open, or refused, once
 */
export async function keepOpen(
  url: string,
  count: number,
  use: (socket: Socket, index: number) => void,
): Promise<void> {
  const open = (index: number): Promise<unknown> => {
    const socket = openSocket(url)
    socket.resume().once('connect', () => use(socket, index))
    socket.once('close', () => setTimeout(open, REOPEN_MS, index))
    return Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {})
  }
  for (let opened = 0; opened < count; opened += OPENED_AT_ONCE) {
    const some = Math.min(OPENED_AT_ONCE, count - opened)
    await Promise.all(Array.from({ length: some }, (_, index) => open(opened + index)))
  }
}

/** Writes without a pause, as fast as the other side reads. */
export function flood(socket: Socket, next: () => Uint8Array): void {
  const write = () => {
    while (!socket.destroyed && socket.write(next()));
    if (!socket.destroyed) socket.once('drain', () => setImmediate(write))
  }
  write()
}

/** Sends the text at first, then a byte of the other now and then. */
export function drip(socket: Socket, text: string, byte: string, everyMs: number): void {
  socket.write(text)
  const timer = setInterval(() => socket.write(byte), everyMs)
  socket.once('close', () => clearInterval(timer))
}
