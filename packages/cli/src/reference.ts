import { PassThrough } from 'node:stream'
import type { Command, Option } from 'commander'
import { notes, program } from './program.ts'

/** The reference of the command line, as Markdown: all that the program says of itself. */
export function reference(): string {
  const io = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
    signal: new AbortController().signal,
  }
  const root = program(io)
  const paragraphs = notes.split('\n\n').filter(text => !text.startsWith('Examples:'))
  const head = [
    '# The command line',
    '`npx peermetrics` in a clone; `npm install --global @peermetrics/cli` elsewhere, with Node.js 22.12 or newer.',
    root.description(),
    ...paragraphs,
    'Every command that asks a server takes `--url`, `--token`, `--profile`, `--json`, `--quiet` and `--curl`; one with flat rows `--csv`, too. Options may stand before the command. With `--json` a refusal is one line of JSON on standard error: `{"error":{"reason","message"}}`. A table that is wider than the terminal leaves out whole columns; colours are those of severities and verdicts, and obey `NO_COLOR` and `FORCE_COLOR`.',
    'Kept sign-ins are in `$XDG_CONFIG_HOME/peermetrics/profiles.json`, readable by their owner only. `PEERMETRICS_PROFILE` names the one to use.',
  ]
  return `${[...head, ...sections(root, [])].join('\n\n')}\n`
}

function sections(command: Command, path: readonly string[]): string[] {
  const help = command.createHelp()
  return help
    .visibleCommands(command)
    .filter(inner => inner.name() !== 'help')
    .flatMap(inner => {
      const words = [...path, inner.name()]
      const isGroup = inner.commands.length > 0
      const title = `${'#'.repeat(path.length + 2)} ${words.join(' ')}`
      if (isGroup) return [title, inner.description(), ...sections(inner, words)]
      return [title, inner.description(), usage(inner, words), ...options(inner), examples(inner)]
    })
}

function usage(command: Command, words: readonly string[]): string {
  const operands = command.registeredArguments.map(argument => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return `\`peermetrics ${[...words, ...operands, '[options]'].join(' ')}\``
}

/** Those that not every command has. */
function options(command: Command): string[] {
  const own = command.options.filter(({ helpGroupHeading }) => helpGroupHeading === undefined)
  const lines = [...choices(command), ...own.map(line)]
  return lines.length === 0 ? [] : [lines.join('\n')]
}

const choices = ({ registeredArguments }: Command): string[] =>
  registeredArguments.flatMap(argument =>
    argument.argChoices
      ? [`- \`${argument.name()}\`: ${argument.argChoices.map(choice => `\`${choice}\``).join(', ')}`]
      : [],
  )

function line({ flags, description, argChoices, mandatory }: Option): string {
  const values = argChoices ? `: ${argChoices.map(choice => `\`${choice}\``).join(', ')}` : ''
  return `- \`${flags}\`: ${description}${values}${mandatory ? '. Required' : ''}`
}

/** As the help ends with them. */
function examples(command: Command): string {
  let text = ''
  const { writeOut } = command.configureOutput()
  command.configureOutput({ writeOut: chunk => (text += chunk) })
  command.outputHelp()
  if (writeOut) command.configureOutput({ writeOut })
  const [, after = ''] = text.split('\nExamples:\n')
  return [
    '```sh',
    ...after
      .trimEnd()
      .split('\n')
      .map(each => each.trim()),
    '```',
  ].join('\n')
}
