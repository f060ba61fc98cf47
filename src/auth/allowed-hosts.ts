import { isIP } from 'node:net'

/**
 * Hosts under which the server answers who shows no credential. A page that has its own name resolved to the server's
 * address (DNS rebinding) is of the server's own origin to a browser; but the name of that page is none of ours.
 */
export class AllowedHosts {
  readonly #names: ReadonlySet<string>

  /** @param configured names, with or without port */
  constructor(configured: readonly string[]) {
    this.#names = new Set(configured.map(nameOf))
  }

  /** Whether it is configured, a name of this machine itself, or an address, which no page can have resolved otherwise. */
  has(host: string): boolean {
    const name = nameOf(host)
    return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || this.#names.has(name)
  }
}

/** Without port, brackets and the dot of the root. */
const nameOf = (host: string): string =>
  (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host).replace(/^\[|\]$|\.$/g, '')
