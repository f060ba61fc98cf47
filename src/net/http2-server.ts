import http2, { type ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import type { Handler } from './last-guard.ts'
import type { Limits } from './limits.ts'

/** Timeout of the rest of a request that is answered already, ms. */
const REST_MS = 1000

/** Invalid frames after which a connection is closed. */
const MAX_INVALID_FRAMES = 100

/** Streams that a trusted proxy may reset: it passes on what many clients do. */
const RESETS_OF_PROXIES = { streamResetBurst: 1_000_000, streamResetRate: 1_000_000 }

/** Errors of a session that its client is to blame for; others are those of its network, or of GOAWAY frames. */
const CLIENT_ERRORS = new Set(['ERR_HTTP2_ERROR', 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES'])

/** Serves connections of HTTP/2 that others accepted, in clear text or over TLS. */
export class Http2Server {
  readonly #handler: Handler
  readonly #limits: Limits
  readonly #ofPort: Connections
  readonly #connections = new WeakMap<object, Connection>()
  readonly #forClients: http2.Http2Server
  readonly #forProxies: http2.Http2Server

  constructor(handler: Handler, limits: Limits, connections: Connections) {
    this.#handler = handler
    this.#limits = limits
    this.#ofPort = connections
    const { resetBurst, resetsPerSecond } = limits
    this.#forClients = this.#createServer({ streamResetBurst: resetBurst, streamResetRate: resetsPerSecond })
    this.#forProxies = this.#createServer(RESETS_OF_PROXIES)
  }

  begin(connection: Connection, socket: Socket): void {
    const server = connection.client === undefined ? this.#forProxies : this.#forClients
    const began = (session: ServerHttp2Session) => {
      this.#connections.set(session, connection)
      connection.beginSession(session, this.#limits, () => this.#ofPort.closeForError(connection))
    }
    // The session begins within `emit`.
    server.once('session', began)
    try {
      server.emit('connection', socket)
    } finally {
      server.off('session', began)
    }
  }

  #createServer(resets: Pick<http2.ServerOptions, 'streamResetBurst' | 'streamResetRate'>): http2.Http2Server {
    const { maxStreams, maxHeaderBytes, maxHeaders } = this.#limits
    const options: http2.ServerOptions = {
      settings: { maxConcurrentStreams: maxStreams, maxHeaderListSize: maxHeaderBytes },
      maxHeaderListPairs: maxHeaders,
      maxSessionInvalidFrames: MAX_INVALID_FRAMES,
      ...resets,
    }
    const server = http2.createServer(options, (request, response) => this.#serve(request, response))
    // What is wrong with a session ends that session; without a listener it would still be thrown by some of them.
    server.on('sessionError', (error, session) => this.#endSession(error, session))
    return server
  }

  #serve(request: http2.Http2ServerRequest, response: http2.Http2ServerResponse): void {
    const { stream } = request
    if (stream.destroyed || stream.closed || !stream.session) return
    const connection = this.#connections.get(stream.session)
    if (!connection) return void stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
    stream.once('close', this.#ofPort.beginRequest(connection, stream))
    // What has been received is looked through first: streams that are reset in the same breath cost no work.
    setImmediate(() => {
      if (stream.destroyed || stream.closed) return
      cutWhenNotTaken(stream, this.#limits.answerMs)
      letGoOfRest(stream)
      ;(this.#handler as unknown as Http2Handler)(request, response)
    })
  }

  #endSession(error: NodeJS.ErrnoException, session: ServerHttp2Session): void {
    const connection = this.#connections.get(session)
    if (connection && CLIENT_ERRORS.has(error.code ?? '')) this.#ofPort.closeForError(connection)
    else session.destroy()
  }
}

type Http2Handler = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void

/** Resets a stream whose answer waits to be taken for so long. */
function cutWhenNotTaken(stream: http2.ServerHttp2Stream, answerMs: number): void {
  stream.setTimeout(answerMs)
  stream.on('timeout', () => {
    if (stream.writableLength > 0) stream.close(http2.constants.NGHTTP2_CANCEL)
    else if (!stream.destroyed) stream.setTimeout(answerMs)
  })
}

/**
 * A client that is refused may still be sending: what nobody reads uses up the window of its HTTP/2 connection, and with
 * it all other calls on that. It is thrown away, and after a while the stream is reset.
 */
function letGoOfRest(stream: http2.ServerHttp2Stream): void {
  stream.once('finish', () => {
    if (stream.destroyed) return
    stream.removeAllListeners('data')
    stream.on('data', () => {})
    stream.resume()
    const reset = setTimeout(() => stream.destroy(), REST_MS).unref()
    stream.once('close', () => clearTimeout(reset))
  })
}
