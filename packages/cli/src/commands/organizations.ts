import { Option } from 'commander'
import { carriedOut, groupCommand, listCommand, type Place, rowsCommand, serverCommand } from './command.ts'

const load = () => import('../actions/organizations.ts')

const roleOption = () => new Option('--role <role>', 'what the member may do').choices(['owner', 'member', 'viewer'])

export function addOrganizations(root: Place): void {
  const place = groupCommand(root, 'orgs', 'List and manage organizations, which own apps.')
  const { io } = place
  const list = listCommand(place, 'list', {
    does: 'Lists your organizations, oldest first; all of them for superusers.',
    examples: ['orgs list', 'orgs list --json | jq -r .name'],
  })
  carriedOut(list, io, async () => (await load()).listOrganizations)

  const create = rowsCommand(place, 'create <name>', {
    does: 'Creates an organization, which you own.',
    examples: ['orgs create Acme', 'orgs create Acme --quiet'],
  })
  carriedOut(create, io, async () => (await load()).createOrganization)

  const rename = rowsCommand(place, 'rename <organization> <name>', {
    does: 'Gives an organization another name.',
    examples: ['orgs rename Acme "Acme Ltd"', 'orgs rename Acme "Acme Ltd" --json'],
  })
  carriedOut(rename, io, async () => (await load()).renameOrganization)

  const remove = serverCommand(place, 'delete <organization>', {
    does: 'Hides an organization with its apps. The data is kept; a superuser can restore it.',
    examples: ['orgs delete Acme', 'orgs delete Acme --yes'],
  }).option('--yes', 'do not ask')
  carriedOut(remove, io, async () => (await load()).deleteOrganization)
}

export function addMembers(root: Place): void {
  const place = groupCommand(root, 'members', 'List and manage the members of an organization.')
  const { io } = place
  const flag = '--organization <organization>'
  const which = 'organization, by id or name; needed when you have several'
  const list = listCommand(place, 'list', {
    does: 'Lists the members of an organization with their roles.',
    examples: ['members list', 'members list --organization Acme --csv > members.csv'],
  }).option(flag, which)
  carriedOut(list, io, async () => (await load()).listMembers)

  const add = rowsCommand(place, 'add <email>', {
    does: 'Makes an existing user a member of an organization.',
    examples: [
      'members add alice@example.org --role viewer',
      'members add bob@example.org --role owner --organization Acme',
    ],
  })
    .option(flag, which)
    .addOption(roleOption().default('member'))
  carriedOut(add, io, async () => (await load()).addMember)

  const setRole = rowsCommand(place, 'set-role <email>', {
    does: 'Gives a member another role.',
    examples: [
      'members set-role alice@example.org --role owner',
      'members set-role bob@example.org --role viewer --organization Acme',
    ],
  })
    .option(flag, which)
    .addOption(roleOption().makeOptionMandatory())
  carriedOut(setRole, io, async () => (await load()).setRole)

  const remove = serverCommand(place, 'remove <email>', {
    does: 'Takes a member out of an organization.',
    examples: ['members remove alice@example.org', 'members remove alice@example.org --organization Acme --yes'],
  })
    .option(flag, which)
    .option('--yes', 'do not ask')
  carriedOut(remove, io, async () => (await load()).removeMember)
}
