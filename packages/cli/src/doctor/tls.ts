import { connect } from 'node:tls'

const LIMIT_MS = 5000

/** What a server shows of its certificate. @throws Error saying why it is not trusted */
export async function certificateOf(url: string): Promise<{ validTo: Date; protocol: string }> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, timeout: LIMIT_MS })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve)
      socket.once('error', reject)
      socket.once('timeout', () => reject(new Error(`no answer within ${LIMIT_MS / 1000} s`)))
    })
    return { validTo: new Date(socket.getPeerCertificate().valid_to), protocol: socket.getProtocol() ?? 'TLS' }
  } finally {
    socket.destroy()
  }
}
