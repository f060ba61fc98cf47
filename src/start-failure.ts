import type { Config } from './config/config.ts'
import { failureCode } from './storage/engine/failures.ts'
import { ServerAway } from './storage/postgres/wait-for-server.ts'

type StartConfig = Pick<Config, 'databaseUrl' | 'databaseWaitSeconds'>

/** Error of a start, in one line that says what to do about it. */
export function explainStartFailure(error: unknown, { databaseUrl, databaseWaitSeconds }: StartConfig): string {
  const message = error instanceof Error ? error.message : String(error)
  if (databaseUrl === null) return message
  if (error instanceof ServerAway) {
    return `PostgreSQL at ${new URL(databaseUrl).host} did not answer for ${databaseWaitSeconds} s (${message}): start it, or correct the DATABASE_ variables. DATABASE_WAIT_SECONDS says how long to wait`
  }
  return explainRefusal(error, new URL(databaseUrl)) ?? message
}

/** Messages of PostgreSQL about a connection or a right. */
function explainRefusal(error: unknown, url: URL): string | undefined {
  const message = error instanceof Error ? error.message : String(error)
  const database = decodeURIComponent(url.pathname.slice(1))
  const user = decodeURIComponent(url.username)
  const who = user ? `the user "${user}"` : 'the user'
  switch (failureCode(error)) {
    case '3D000':
      return `There is no database "${database}" at ${url.host}: make it (createdb ${database}), or correct the DATABASE_ variables`
    case '28P01':
    case '28000':
      return `PostgreSQL at ${url.host} does not let ${who} in (${message}): correct user and password in the DATABASE_ variables, or pg_hba.conf`
    case '42501':
      return `PostgreSQL denies ${who} a right (${message}): let it own the database (alter database "${database}" owner to …), or see "Database rights" in docs/operating.md`
    default:
      return /password must be a string/.test(message)
        ? `PostgreSQL at ${url.host} asks ${who} for a password: put it into the DATABASE_ variables`
        : undefined
  }
}
