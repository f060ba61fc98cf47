import type { Handler } from './one-port.ts'

/** Where App Engine asks a new instance to get ready. */
const WARM_UP = '/_ah/warmup/'

/** `GET /healthz`: the process answers. `GET /readyz`: it can serve; App Engine's warm-up too. Undefined for any other path. */
export function probe(path: string, isReady: () => Promise<boolean>): Handler | undefined {
  if (path === '/healthz') return (_request, response) => void end(response, 200, 'ok')
  if (path !== '/readyz' && path !== WARM_UP) return undefined
  return (_request, response) =>
    void isReady().then(ready => end(response, ready ? 200 : 503, ready ? 'ready' : 'the database is not ready'))
}

function end(response: Parameters<Handler>[1], status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}
