/** Web origins whose pages may use the private operations with a person's sign-in. */
export class AllowedOrigins {
  readonly #configured: ReadonlySet<string>

  /** @param configured origins beside the server's own: `https://console.example.com` */
  constructor(configured: readonly string[]) {
    this.#configured = new Set(configured)
  }

  /** @param host the one that the request itself names; its pages are the server's own */
  has(origin: string, host: string | undefined): boolean {
    if (this.#configured.has(origin)) return true
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
  }
}
