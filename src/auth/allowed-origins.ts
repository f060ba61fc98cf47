import type { Client } from '../domain/call/client.ts'
import { DomainError } from '../domain/values/errors.ts'

/** Under which host and scheme a client reached the server. */
type Reached = Pick<Client, 'host' | 'isSecure'>

/** Web origins whose pages may use the private operations with a person's sign-in. */
export class AllowedOrigins {
  readonly #configured: ReadonlySet<string>

  /** @param configured origins beside the server's own: `https://console.example.com` */
  constructor(configured: readonly string[]) {
    this.#configured = new Set(configured)
  }

  /** Whether an origin is configured, or the server's own: the scheme, host and port under which it was reached. */
  has(origin: string, reached: Reached): boolean {
    return this.#configured.has(origin) || origin === ownOrigin(reached)
  }

  /** @throws DomainError permission_denied */
  require(origin: string, reached: Reached): void {
    if (!this.has(origin, reached)) throw notAllowed(origin)
  }
}

/** The refusal of a page of another origin. */
export const notAllowed = (origin: string | undefined): DomainError =>
  new DomainError(
    'permission_denied',
    `Pages of ${origin ?? 'an unknown origin'} may not do this: they need their origin in the server's setting ALLOWED_ORIGINS`,
  )

function ownOrigin({ host, isSecure }: Reached): string | undefined {
  const url = `${isSecure ? 'https' : 'http'}://${host}`
  return URL.canParse(url) ? new URL(url).origin : undefined
}
