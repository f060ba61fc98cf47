import { RootCommand } from '@bomb.sh/tab'
import { pages } from '@peermetrics/client'
import type { Command, Option } from 'commander'
import type { Io } from '../io.ts'
import { program } from '../program.ts'
import { chooseServer } from '../remote/choose-server.ts'
import { connect } from '../remote/connect.ts'
import { readProfiles } from '../remote/profiles.ts'

/** A shell waits so long for names of apps, ms. */
const LIMIT_MS = 1500

const MAX_APPS = 100

/** What a shell asks with each press of the tab key: prints words that may come next. */
export async function complete(words: readonly string[], io: Io): Promise<void> {
  const args = words[0] === '--' ? words.slice(1) : [...words]
  const names = await namesFor(args, io)
  const root = new RootCommand()
  describe(program(io), '', { root, names })
  root.parse([...args])
}

interface Known {
  root: RootCommand
  names: Names
}

interface Names {
  apps: readonly string[]
  profiles: readonly string[]
}

function describe(command: Command, path: string, known: Known): void {
  const own = path === '' ? known.root : known.root.command(path, command.description())
  const help = command.createHelp()
  for (const option of help.visibleOptions(command)) {
    const long = option.long?.slice(2)
    if (!long) continue
    const short = option.short?.slice(1)
    const values = valuesOf(option, known.names)
    if (values) own.option(long, option.description, adding(values), short)
    else if (short) own.option(long, option.description, short)
    else own.option(long, option.description)
  }
  for (const argument of command.registeredArguments) {
    const values = argument.argChoices ?? (argument.name() === 'app' ? known.names.apps : undefined)
    own.argument(argument.name(), adding(values ?? []), argument.variadic)
  }
  for (const inner of help.visibleCommands(command)) describe(inner, `${path} ${inner.name()}`.trim(), known)
}

const adding = (values: readonly string[]) => (add: (value: string, description: string) => void) => {
  for (const value of values) add(value, '')
}

/** Values that an option may have; undefined for one that has none. */
function valuesOf(option: Option, { apps, profiles }: Names): readonly string[] | undefined {
  if (!option.required && !option.optional) return undefined
  if (option.long === '--app') return apps
  if (option.long === '--profile') return profiles
  return option.argChoices ?? []
}

/** Names are asked for where they may come next only: the server is asked for those of apps. */
async function namesFor(args: readonly string[], io: Io): Promise<Names> {
  const before = args.at(-2) ?? ''
  const wantsApps = before === '--app' || (args[0] === 'apps' && args.length === 3)
  const profiles =
    before === '--profile' || args[0] === 'profiles'
      ? quietly(() => Object.keys(readProfiles(io.env).profiles), [])
      : []
  return { apps: wantsApps ? await appNames(io) : [], profiles }
}

function quietly<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read()
  } catch {
    return otherwise
  }
}

/** None when the server does not say: a shell shows no errors. */
async function appNames(io: Io): Promise<string[]> {
  try {
    const { apps } = connect(chooseServer({}, io.env), io, false)
    const names: string[] = []
    const options = { limit: MAX_APPS, timeoutMs: LIMIT_MS }
    for await (const { name } of pages(apps.listApps, {}, options)) names.push(name)
    return names
  } catch {
    return []
  }
}
