import http from 'node:http'
import https from 'node:https'

/** Whose pages may report, as a preflight is answered; undefined for nobody's. `fetch` sends no such request. */
export async function allowedOrigin(url: string, origin: string): Promise<string | undefined> {
  return await new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const preflight = request(`${url}/v1/initialize`, { method: 'OPTIONS', headers, agent: false }, answer => {
      answer.resume()
      resolve(answer.headers['access-control-allow-origin'])
    })
    preflight.on('error', reject).end()
  })
}
