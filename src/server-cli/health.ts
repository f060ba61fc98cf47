import http from 'node:http'
import https from 'node:https'
import process from 'node:process'
import { readDatabaseEnvironment } from './configured-database.ts'

/** Time that the server has to answer, ms. */
const ANSWER_MS = 5000

/** Asks the server of this configuration, on this machine, whether it takes requests. @throws Error when it does not */
export async function askHealth(): Promise<void> {
  const { host, port, tls } = readDatabaseEnvironment(process.env)
  const { status, text } = await readiness(localHost(host), port, tls !== null)
  if (status !== 200) throw new Error(`not ready: ${text.trim()}`)
  process.stdout.write(text)
}

/** Where a server that listens at all addresses is reached. */
const localHost = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)

function readiness(host: string, port: number, isTls: boolean): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  // The certificate is that of the server's public name, and this asks its own machine.
  const options = { host, port, path: '/readyz', timeout: ANSWER_MS, rejectUnauthorized: false }
  const request = isTls ? https.get(options) : http.get(options)
  request.once('timeout', () => request.destroy(new Error(`no answer for ${ANSWER_MS / 1000} s`)))
  request.once('error', error => reject(new Error(`not reached at ${host} port ${port}: ${error.message}`)))
  request.once('response', async response => {
    const text = (
      await response
        .setEncoding('utf8')
        .toArray()
        .catch(() => [])
    ).join('')
    resolve({ status: response.statusCode ?? 0, text })
  })
  return promise
}
