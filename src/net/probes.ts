import type { ServerResponse } from 'node:http'
import { type Door, pathOf } from './doors.ts'
import type { Readiness } from './readiness.ts'

/** Where App Engine asks a new instance to get ready. */
const WARM_UP = '/_ah/warmup/'

const paths = ['/healthz', '/readyz', WARM_UP]

/**
 * `GET /healthz`: the process answers. `GET /readyz`: it takes requests; App Engine's warm-up too.
 * @param isFull whether requests are refused because there is no room for them
 */
export function probes(readiness: Readiness, isFull: () => boolean): Door {
  return {
    limited: false,
    leadsTo: path => paths.includes(path),
    answer: async (request, response) => {
      if (pathOf(request) === '/healthz') return end(response, 200, 'ok')
      if (readiness.draining.aborted) return end(response, 503, 'the server is stopping')
      if (isFull()) return end(response, 503, 'too many requests are under way')
      const ready = await readiness.isReady()
      end(response, ready ? 200 : 503, ready ? 'ready' : 'the database is not ready')
    },
    refuse: (_request, response) => end(response, 503, 'too many requests are under way'),
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}
