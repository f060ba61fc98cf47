import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Variables with secrets: each can be given as the path of a file that holds it, too. */
const secretNames = [
  'DATABASE_URL',
  'DATABASE_READ_URL',
  'DATABASE_PASSWORD',
  'INIT_TOKEN_SECRET',
  'SESSION_TOKEN_SECRET',
  'INIT_TOKEN_SECRET_ACCEPTED',
  'SESSION_TOKEN_SECRET_ACCEPTED',
  'ADMIN_API_TOKEN',
  'ADMIN_API_TOKEN_ACCEPTED',
  'DEFAULT_ADMIN_PASSWORD',
  'IPSTACK_ACCESS_KEY',
] as const

const fileNameOf = (name: string): string => `${name}_FILE`

/** Names of the variables with paths of secrets. */
export const secretFileNames: readonly string[] = secretNames.map(fileNameOf)

/**
 * Reads what is set: an empty value counts as none, and a secret in a file as if it stood in its variable.
 * @returns the variables, and what is wrong with the files of secrets
 */
export function readGiven(environment: Environment): { given: Environment; problems: string[] } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value))
  const problems: string[] = []
  for (const name of secretNames) {
    const fileName = fileNameOf(name)
    const path = given[fileName]
    if (path === undefined) continue
    delete given[fileName]
    const secret = readSecret(path)
    if (given[name] !== undefined) problems.push(`${name}, ${fileName}: give one of the two`)
    else if ('reason' in secret) problems.push(`${fileName}: the file ${resolve(path)} ${secret.reason}`)
    else given[name] = secret.text
  }
  return { given, problems }
}

/** The content of a file without the newline at its end, which editors and `echo` leave there. */
function readSecret(path: string): { text: string } | { reason: string } {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    return text === '' ? { reason: 'is empty' } : { text }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { reason: code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})` }
  }
}
