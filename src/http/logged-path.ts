/** Most characters of a path in the log. */
const MAX_LENGTH = 100

/** An unknown path as it is logged: without what may hold a secret, however it is written, and not at any length. */
export const loggedPath = (path: string): string => path.replace(/(?:[?#;]|%3f|%23|%3b).*$/is, '').slice(0, MAX_LENGTH)
