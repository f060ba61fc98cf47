import { onOff } from '../input/numbers.ts'
import { carriedOut, groupCommand, listCommand, type Place, rowsCommand, serverCommand } from './command.ts'

const load = () => import('../actions/users.ts')

export function addUsers(root: Place): void {
  const place = groupCommand(root, 'users', 'List and manage all users of the server, for superusers.')
  const { io } = place
  const list = listCommand(place, 'list', {
    does: 'Lists users, oldest first, deactivated ones included.',
    examples: ['users list', 'users list --json | jq -r "select(.superuser).email"'],
  })
  carriedOut(list, io, async () => (await load()).listUsers)

  const create = rowsCommand(place, 'create <email>', {
    does: 'Creates a user without memberships; asks for the first password.',
    examples: [
      'users create alice@example.org --name Alice',
      'users create bot@example.org --password - < password.txt',
    ],
  })
    .option('--name <name>', 'name for people')
    .option('--superuser', 'sees and may do everything')
    .option('--password <->', 'first password: "-" reads it from standard input')
  carriedOut(create, io, async () => (await load()).createUser)

  const update = rowsCommand(place, 'update <user>', {
    does: 'Changes a user, by id or e-mail address: all that is given, or none of it.',
    examples: ['users update alice@example.org --name "Alice Ågren"', 'users update alice@example.org --superuser on'],
  })
    .option('--email <address>', 'new e-mail address')
    .option('--name <name>', 'new name')
    .option('--superuser <on|off>', 'whether the user sees and may do everything', onOff)
    .option('--active <on|off>', 'whether the user may sign in', onOff)
    .option('--password <->', 'new password: "-" reads it from standard input')
  carriedOut(update, io, async () => (await load()).updateUser)

  const deactivate = serverCommand(place, 'deactivate <user>', {
    does: 'Shuts a user out, by id or e-mail address: ends all sign-ins and stops all API tokens.',
    examples: ['users deactivate alice@example.org', 'users deactivate alice@example.org --yes'],
  }).option('--yes', 'do not ask')
  carriedOut(deactivate, io, async () => (await load()).deactivateUser)
}
