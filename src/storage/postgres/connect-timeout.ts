/** How long a connection to PostgreSQL may take, and a place in a pool of them, ms. */
export const CONNECT_TIMEOUT_MS = 10_000
