import type { Command } from 'commander'
import { days, onOff, seconds } from '../input/numbers.ts'
import { carriedOut, groupCommand, listCommand, type Place, rowsCommand, serverCommand } from './command.ts'

const load = () => import('../actions/apps.ts')

export function addApps(root: Place): void {
  const place = groupCommand(root, 'apps', 'List and manage apps.')
  const { io } = place
  const list = listCommand(place, 'list', {
    does: 'Lists your apps, oldest first.',
    examples: ['apps list', 'apps list --organization Acme --csv > apps.csv'],
  }).option('--organization <organization>', 'only those of this organization, by id or name')
  carriedOut(list, io, async () => (await load()).listApps)

  const show = serverCommand(place, 'show <app>', {
    does: 'Shows an app with its settings. By id or name.',
    examples: ['apps show "My app"', 'apps show "My app" --json | jq .thresholds'],
  })
  carriedOut(show, io, async () => (await load()).showApp)

  const create = rowsCommand(place, 'create <name>', {
    does: 'Creates an app and prints it with its key.',
    examples: ['apps create "My app"', 'apps create "My app" --organization Acme --json | jq -r .apiKey'],
  }).option('--organization <organization>', 'organization that is to own it; needed when you have several')
  carriedOut(create, io, async () => (await load()).createApp)

  const update = withSettings(
    serverCommand(place, 'update <app>', {
      does: 'Changes settings of an app, all that are given or none of them. By id or name.',
      examples: [
        'apps update "My app" --recording off',
        'apps update "My app" --retention 90 --threshold roundTripMs=400',
      ],
    }),
  )
  carriedOut(update, io, async () => (await load()).updateApp)

  const remove = serverCommand(place, 'delete <app>', {
    does: 'Hides an app with everything in it, and stops its key. The data is kept; a superuser can restore it.',
    examples: ['apps delete "My app"', 'apps delete 0199d3c4-8f1e-7b6a-9c2d-5e4f3a2b1c0d --yes'],
  }).option('--yes', 'do not ask')
  carriedOut(remove, io, async () => (await load()).deleteApp)

  const reset = serverCommand(place, 'reset-key <app>', {
    does: 'Replaces the key of an app and prints the new one. The old one stops at once.',
    examples: ['apps reset-key "My app"', 'apps reset-key "My app" --yes --quiet'],
  }).option('--yes', 'do not ask')
  carriedOut(reset, io, async () => (await load()).resetKey)
}

const withSettings = (command: Command): Command =>
  command
    .option('--name <name>', 'new name')
    .option('--domain <host>', 'host name of the web origin that may report; "" allows any')
    .option('--interval <seconds>', 'time between two stats reports', seconds)
    .option('--recording <on|off>', 'whether reports are taken', onOff)
    .option('--retention <days>', 'days after which conferences are deleted; 0 means never', days)
    .option(
      '--threshold <name=value...>',
      'threshold of its own, such as roundTripMs=400; all that are given replace all old ones',
    )
