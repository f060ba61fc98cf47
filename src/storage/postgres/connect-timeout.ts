/** Timeout of a connection to PostgreSQL, and of a place in a pool of them, ms. */
export const CONNECT_TIMEOUT_MS = 10_000
