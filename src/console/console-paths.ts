import type { IncomingMessage } from 'node:http'

/** Where programs are answered, also when a browser navigates there. */
const programPrefixes = ['/v1/', '/peermetrics.', '/grpc.', '/_ah/']
const programPaths = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/v1']

/** Whether a request is for the console: one of its files, or a page that a browser navigates to. */
export function pathBelongsToConsole(
  path: string,
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  isFile: (path: string) => boolean,
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (isFile(path) || path.startsWith('/assets/')) return true
  if (programPaths.includes(path) || programPrefixes.some(prefix => path.startsWith(prefix))) return false
  return isNavigation(request)
}

function isNavigation({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const mode = headers['sec-fetch-mode']
  return mode === undefined ? (headers.accept ?? '').includes('text/html') : mode === 'navigate'
}
