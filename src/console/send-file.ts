import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from './security-headers.ts'
import type { StaticFile } from './static-file.ts'

/** Answers GET and HEAD with a file, in the smallest form that the client takes. @param file undefined: 404 */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: StaticFile | undefined): void {
  if (!file) {
    response.writeHead(404, {
      ...securityHeaders,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.end(request.method === 'HEAD' ? undefined : 'There is no such file.\n')
    return
  }
  const headers = {
    ...securityHeaders,
    'cache-control': file.cacheControl,
    etag: file.etag,
    vary: 'Accept-Encoding',
  }
  if (file.status === 200 && isCurrent(request, file.etag)) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  const [coding, content] = packedFor(request, file)
  response.writeHead(file.status, {
    ...headers,
    'content-type': file.contentType,
    'content-length': content.length,
    ...(coding === undefined ? {} : { 'content-encoding': coding }),
  })
  response.end(request.method === 'HEAD' ? undefined : content)
}

function isCurrent({ headers }: IncomingMessage, etag: string): boolean {
  const known = headers['if-none-match']?.split(',') ?? []
  return known.some(tag => tag.trim().replace(/^W\//, '') === etag)
}

function packedFor(request: IncomingMessage, file: StaticFile): [string | undefined, Buffer] {
  const accepted = acceptedCodings(request.headers['accept-encoding'])
  for (const [coding, content] of file.packed) {
    if (accepted.has(coding) && content.length < file.plain.length) return [coding, content]
  }
  return [undefined, file.plain]
}

/** Content codings that are named without `q=0`. */
function acceptedCodings(header: string | string[] | undefined): Set<string> {
  const parts = String(header ?? '').split(',')
  const named = parts.map(part => part.trim().toLowerCase().split(';'))
  return new Set(
    named
      .filter(([, ...rest]) => !rest.some(option => /^\s*q=0(\.0*)?\s*$/.test(option)))
      .map(([coding = '']) => coding.trim()),
  )
}
