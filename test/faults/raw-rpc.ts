import http2, { type ClientHttp2Session } from 'node:http2'

/** How a call ended. */
export interface RawOutcome {
  /** Of HTTP. */
  status: number
  /** As Connect spells it (`invalid_argument`); `ok` for a success, undefined where HTTP alone says it. */
  code: string | undefined
  text: string
  retryAfter: string | undefined
}

const codes = [
  ...['ok', 'canceled', 'unknown', 'invalid_argument', 'deadline_exceeded', 'not_found', 'already_exists'],
  ...['permission_denied', 'resource_exhausted', 'failed_precondition', 'aborted', 'out_of_range', 'unimplemented'],
  ...['internal', 'unavailable', 'data_loss', 'unauthenticated'],
]

/** Longest time that a call may take, in ms: watches go on. */
const PATIENCE_MS = 3000

/** Sends one call of any of the protocols over HTTP/2, with whatever body. */
export async function callRaw(
  session: ClientHttp2Session,
  path: string,
  { headers, body, method = 'POST' }: { headers: Record<string, string>; body?: Uint8Array; method?: string },
): Promise<RawOutcome> {
  const stream = session.request({ ':method': method, ':path': path, ...headers })
  let answered: Record<string, unknown> = {}
  stream.on('response', received => {
    answered = { ...received, ...answered }
  })
  stream.on('trailers', received => {
    answered = { ...answered, ...received }
  })
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.end(body)
  await new Promise<void>(resolve => {
    const timer = setTimeout(() => stream.close(), PATIENCE_MS)
    stream.on('error', () => {})
    stream.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  const text = Buffer.concat(chunks).toString('latin1')
  const status = Number(answered[':status'] ?? 0)
  const retryAfter = answered['retry-after'] ?? /retry-after: *(\d+)/i.exec(text)?.[1]
  return {
    status,
    code: codeOf(headers['content-type'] ?? '', answered, text, status),
    text,
    retryAfter: retryAfter === undefined ? undefined : String(retryAfter),
  }
}

export const connectTo = (url: string): ClientHttp2Session => http2.connect(url).on('error', () => {})

function codeOf(type: string, answered: Record<string, unknown>, text: string, status: number): string | undefined {
  if (type.startsWith('application/grpc')) {
    const code = answered['grpc-status'] ?? /grpc-status: *(\d+)/i.exec(text)?.[1]
    return code === undefined ? undefined : codes[Number(code)]
  }
  const code = /"code":"(\w+)"/.exec(text)?.[1]
  return code ?? (status === 200 ? 'ok' : undefined)
}
