/** Sender of a request, as the port sees it. */
export interface Client {
  /** Network address, IPv4 or IPv6; empty when unknown. For use while the request is served, not for keeping. */
  address: string
  /** Part of the address that may be stored and logged; null: nothing. */
  keptAddress: string | null
  /** Whether it speaks TLS: to this port, or to a trusted proxy that says so. */
  isSecure: boolean
  /** Host and port under which it reached the server, in lower case: as the request names them, or a trusted proxy. */
  host: string
  /** The request's headers when a trusted proxy passed it on; null: nobody vouches for them. Names are lower case. */
  proxyHeaders: Readonly<Record<string, string | string[] | undefined>> | null
}

export const unknownClient: Client = { address: '', keptAddress: null, isSecure: false, host: '', proxyHeaders: null }
