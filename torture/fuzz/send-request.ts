import http, { type IncomingMessage } from 'node:http'
import http2, { type ClientHttp2Session } from 'node:http2'
import type { Readable } from 'node:stream'
import { type Answer, MAX_TEXT, READ_MS } from './answer.ts'
import type { EncodedRequest } from './encode.ts'

type Head = Readonly<Record<string, unknown>>

/** Clients of both versions to one server. */
export class RequestSender implements Disposable {
  readonly #url: URL
  readonly #agent = new http.Agent({ keepAlive: true })
  #session: ClientHttp2Session | undefined

  constructor(url: string) {
    this.#url = new URL(url)
  }

  /** A connection that was closed meanwhile, as servers may do, is no answer to the request: it is sent once more. */
  async send(request: EncodedRequest): Promise<Answer> {
    const send = () => (request.httpVersion === 1 ? this.#overHttp1(request) : this.#overHttp2(request))
    const answer = await send()
    return answer.failure && !answer.failure.startsWith(LATE) ? await send() : answer
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
    this.#session?.destroy()
  }

  #overHttp1({ method, path, headers, body, limitMs }: EncodedRequest): Promise<Answer> {
    const { hostname, port } = this.#url
    return exchanged(limitMs, (resolve, reject) => {
      const request = http.request({ host: hostname, port, agent: this.#agent, method, path, headers })
      request.on('error', reject)
      request.on('response', (response: IncomingMessage) => {
        resolve(Number(response.statusCode), response.headers, response, () => response.trailers)
      })
      request.end(body)
      return () => request.destroy()
    })
  }

  #overHttp2({ method, path, headers, body, limitMs }: EncodedRequest): Promise<Answer> {
    return exchanged(limitMs, (resolve, reject) => {
      // Without that, the method would decide whether there is a body.
      const endStream = body === undefined
      const stream = this.#connected().request({ ':method': method, ':path': path, ...headers }, { endStream })
      let trailers: Head = {}
      stream.on('error', reject)
      stream.on('close', () => reject(new Error('the stream was closed')))
      stream.on('trailers', (given: Head) => {
        trailers = given
      })
      stream.on('response', head => resolve(Number(head[':status']), head, stream, () => trailers))
      if (!endStream) stream.end(body)
      return () => stream.close(http2.constants.NGHTTP2_CANCEL)
    })
  }

  #connected(): ClientHttp2Session {
    if (!this.#session || this.#session.closed || this.#session.destroyed) {
      this.#session = http2.connect(this.#url.origin).on('error', () => {})
    }
    return this.#session
  }
}

const LATE = 'no answer within'

type Resolve = (status: number, head: Head, body: Readable, trailers: () => Head) => void

/** One exchange. @param begin sends the request; returns what lets go of it */
async function exchanged(
  limitMs: number,
  begin: (resolve: Resolve, reject: (error: Error) => void) => () => void,
): Promise<Answer> {
  const startedAt = performance.now()
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const after = () => performance.now() - startedAt
  const fail = (failure: string) => resolve({ status: 0, headers: {}, text: '', afterMs: after(), failure })
  const limit = setTimeout(() => fail(`${LATE} ${limitMs} ms`), limitMs)
  let letGo = () => {}
  try {
    letGo = begin(
      (status, head, body, trailers) => {
        const afterMs = after()
        clearTimeout(limit)
        void readText(body).then(text =>
          resolve({ status, headers: asText({ ...head, ...trailers() }), text, afterMs }),
        )
      },
      error => fail(error.message),
    )
    return await promise
  } catch (error) {
    return { status: 0, headers: {}, text: '', afterMs: after(), failure: String(error) }
  } finally {
    clearTimeout(limit)
    letGo()
  }
}

const asText = (head: Head): Record<string, string> =>
  Object.fromEntries(Object.entries(head).map(([name, value]) => [name, String(value)]))

/** What comes within a while. */
function readText(body: Readable): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    const finish = () => {
      clearTimeout(limit)
      resolve(text)
    }
    const limit = setTimeout(finish, READ_MS)
    body.setEncoding('latin1')
    body.on('data', (chunk: string) => {
      if (text.length < MAX_TEXT) text += chunk
    })
    body.once('end', finish).once('error', finish).once('close', finish)
  })
}
