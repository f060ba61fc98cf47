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

/** Serves connections of HTTP/2 that others accepted, in clear text or over TLS. */
export class Http2Server {
  readonly #server: http2.Http2Server
  readonly #limits: Limits
  readonly #connections = new WeakMap<object, Connection>()

  constructor(handler: Handler, limits: Limits, connections: Connections) {
    this.#limits = limits
    const options: http2.ServerOptions = {
      settings: { maxConcurrentStreams: limits.maxStreams, maxHeaderListSize: limits.maxHeaderBytes },
      maxHeaderListPairs: limits.maxHeaders,
      maxSessionInvalidFrames: MAX_INVALID_FRAMES,
    }
    this.#server = http2.createServer(options, (request, response) => {
      const { stream } = request
      if (stream.destroyed || stream.closed || !stream.session) return
      const connection = this.#connections.get(stream.session)
      if (!connection) return void stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
      stream.once('close', connections.beginRequest(connection, stream))
      // What has been received is looked through first: streams that are reset in the same breath cost no work.
      setImmediate(() => {
        if (stream.destroyed || stream.closed) return
        cutWhenNotTaken(stream, limits.answerMs)
        letGoOfRest(stream)
        ;(handler as unknown as Http2Handler)(request, response)
      })
    })
    // What is wrong with a session ends that session; without a listener it would still be thrown by some of them.
    this.#server.on('sessionError', (_error, session) => session.destroy())
  }

  begin(connection: Connection, socket: Socket): void {
    const began = (session: ServerHttp2Session) => {
      this.#connections.set(session, connection)
      connection.beginSession(session, this.#limits)
    }
    // The session begins within `emit`.
    this.#server.once('session', began)
    try {
      this.#server.emit('connection', socket)
    } finally {
      this.#server.off('session', began)
    }
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
