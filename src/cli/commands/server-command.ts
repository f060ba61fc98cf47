import { type Command, InvalidArgumentError } from 'commander'
import type { PrintOptions } from '../output/print.ts'
import type { ServerOptions } from '../remote/choose-server.ts'

/** What every command that asks a server can be told. */
export type CommonOptions = ServerOptions & PrintOptions

export interface ListOptions extends CommonOptions {
  limit?: number
}

/** A command that asks a server. */
export const serverCommand = (parent: Command, nameAndArguments: string, description: string): Command =>
  parent
    .command(nameAndArguments)
    .description(description)
    .option('--url <url>', 'server to ask')
    .option('--token <token>', 'API token')
    .option('--json', 'print lines of JSON')

/** A command that prints a list. */
export const listCommand = (parent: Command, nameAndArguments: string, description: string): Command =>
  serverCommand(parent, nameAndArguments, description).option('--limit <rows>', 'print so many at most', wholeNumber)

/** Groups commands under a word. */
export const groupCommand = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description)

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at least 1.')
  return Number(text)
}

/** ISO 8601; without a zone it is UTC. */
export function instant(text: string): Date {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const date = new Date(hasZone || isDay ? text : `${text}Z`)
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('It must be a time such as 2026-11-24T08:00.')
  return date
}
