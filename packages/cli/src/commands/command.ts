import { type Command, Option } from 'commander'
import type { CommonOptions, Context } from '../context.ts'
import { wholeNumber } from '../input/numbers.ts'
import type { Io } from '../io.ts'

/** What is said of a command in its help. */
export interface Description {
  does: string
  /** Two command lines, without the name of the program. */
  examples: [string, string]
}

/** Where commands are put. */
export interface Place {
  command: Command
  io: Io
}

const common = (flags: string, description: string) => new Option(flags, description).helpGroup('Common options:')

/** A command that asks no server. */
export function plainCommand({ command }: Place, nameAndArguments: string, { does, examples }: Description): Command {
  const lines = examples.map(example => `  peermetrics ${example}`)
  return command
    .command(nameAndArguments)
    .description(does)
    .addHelpText('after', ['', 'Examples:', ...lines].join('\n'))
}

/** A command that asks a server. */
export const serverCommand = (place: Place, nameAndArguments: string, description: Description): Command =>
  plainCommand(place, nameAndArguments, description)
    .addOption(common('--url <url>', 'server to ask'))
    .addOption(common('--token <token>', 'API token'))
    .addOption(common('--profile <name>', 'kept sign-in to use'))
    .addOption(common('--json', 'print lines of JSON'))
    .addOption(common('-q, --quiet', 'print ids only, and no notes'))
    .addOption(common('--curl', 'print the calls as curl makes them, and send nothing'))

/** A command that prints flat rows. */
export const rowsCommand = (place: Place, nameAndArguments: string, description: Description): Command =>
  serverCommand(place, nameAndArguments, description).addOption(common('--csv', 'print CSV'))

/** A command that prints a list. */
export const listCommand = (place: Place, nameAndArguments: string, description: Description): Command =>
  rowsCommand(place, nameAndArguments, description).option('--limit <rows>', 'print so many at most', wholeNumber)

/** Groups commands under a word. */
export const groupCommand = ({ command, io }: Place, name: string, does: string): Place => ({
  command: command.command(name).description(does),
  io,
})

/** Carries out a command. */
export type Action<Options extends CommonOptions> = (context: Context<Options>, ...operands: string[]) => Promise<void>

/** Has a command carried out by a function that is loaded when it is called. */
export function carriedOut<Options extends CommonOptions>(
  command: Command,
  io: Io,
  load: () => Promise<Action<Options>>,
): void {
  command.action(async (...words: unknown[]) => {
    const operands = words.slice(0, command.registeredArguments.length).flat() as string[]
    const [action, { Context: Carried }] = await Promise.all([load(), import('../context.ts')])
    await action(new Carried(io, optionsOf<Options>(command)), ...operands)
  })
}

/** Options of the command, and those that stand before it. */
function optionsOf<Options>(command: Command): Options {
  const ancestors: Command[] = []
  for (let each: Command | null = command; each; each = each.parent) ancestors.unshift(each)
  return Object.assign({}, ...ancestors.map(each => each.opts())) as Options
}
