import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Door } from '../../net/doors.ts'

const PATH = '/openapi.json'

/** `GET /openapi.json`: the description of the HTTP routes, which anybody may read from any page. It is made when first asked for. */
export function openApiDoor(): Door {
  let text: Promise<Buffer> | undefined
  return {
    limited: true,
    leadsTo: path => path === PATH,
    answer: async (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { allow: 'GET, HEAD' }).end()
        return
      }
      text ??= import('./document.ts').then(({ openApiDocument }) => Buffer.from(JSON.stringify(openApiDocument())))
      send(request, response, await text)
    },
    refuse: (_request, response) => void response.writeHead(503, { 'retry-after': '1' }).end(),
  }
}

function send(request: IncomingMessage, response: ServerResponse, text: Buffer): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': text.length,
    'access-control-allow-origin': '*',
    'cache-control': 'max-age=300',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
