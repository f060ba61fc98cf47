/** Limits of one client at a process: the same for HTTP/1.1, HTTP/2 in clear text and over TLS. */
export interface Limits {
  /** Connections of the process. When they are taken, the one that has been idle longest is closed for a new one. */
  maxConnections: number
  /** Connections of one client; those of trusted proxies are not counted. */
  maxConnectionsPerClient: number
  /** A TLS handshake, ms. */
  handshakeMs: number
  /** From the first byte of a connection, or of a request, to the end of its headers, ms. */
  headersMs: number
  /** From the start of a request to the end of its body, ms. */
  requestMs: number
  /** Within `requestMs`: how long a body may arrive more slowly than `minBytesPerSecond`, ms. */
  bodyGraceMs: number
  /** Least rate of a body beyond the grace (the default of Apache's mod_reqtimeout). */
  minBytesPerSecond: number
  /** A connection without a request, ms: longer than usual load balancers keep theirs (60 s). */
  idleMs: number
  /** An answer that its client does not take, ms. */
  answerMs: number
  /** A client that has ended its side of a connection, and takes nothing, ms. */
  halfOpenMs: number
  /** All headers of a request, bytes. */
  maxHeaderBytes: number
  /** Headers of a request. */
  maxHeaders: number
  /** Requests under way on one connection: HTTP/2 streams, or pipelined HTTP/1.1. */
  maxStreams: number
  /** Streams that a client may reset on one connection at once (CVE-2023-44487). */
  resetBurst: number
  /** Streams that a client may reset on one connection, per second. */
  resetsPerSecond: number
  /** HTTP/2 frames that belong to no request, such as pings and settings, on one connection at once. */
  controlBurst: number
  /** The same, per second. */
  controlsPerSecond: number
  /**
   * Connections of one client that end with an error of HTTP/2 (RFC 9113, 5.4.1), such as a flood, at once. Whoever has more
   * gets no new connection.
   */
  connectionErrorBurst: number
  /** The same, per second. */
  connectionErrorsPerSecond: number
  /** Memory of all requests under way, bytes: their bodies as far as they have arrived, and 8 KB each. */
  roomBytes: number
  /** Share of that memory which one client may take, of 1. */
  roomShare: number
  /** Refusals for the rate of a client's requests that are sent at once. */
  refusalBurst: number
  /** Refusals of one client that are sent at once, per second. */
  refusalsPerSecond: number
  /** Delay of the others, ms. */
  refusalDelayMs: number
  /** Period at which connections are looked at, ms. */
  sweepMs: number
}

export const defaultLimits: Limits = {
  maxConnections: 10_000,
  maxConnectionsPerClient: 1000,
  handshakeMs: 10_000,
  headersMs: 20_000,
  requestMs: 60_000,
  bodyGraceMs: 10_000,
  minBytesPerSecond: 500,
  idleMs: 75_000,
  answerMs: 30_000,
  halfOpenMs: 10_000,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxStreams: 100,
  resetBurst: 100,
  resetsPerSecond: 10,
  controlBurst: 200,
  controlsPerSecond: 20,
  connectionErrorBurst: 10,
  connectionErrorsPerSecond: 1,
  roomBytes: 64 * 1024 * 1024,
  roomShare: 0.5,
  refusalBurst: 100,
  refusalsPerSecond: 20,
  refusalDelayMs: 500,
  sweepMs: 1000,
}
