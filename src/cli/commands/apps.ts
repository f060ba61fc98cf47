import type { Command } from 'commander'
import { type App, AppSchema } from '../../../gen/peermetrics/admin/v1/app_pb.js'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import { OrganizationService } from '../../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { jsonText, type Listing, printLine, printRows } from '../output/print.ts'
import { timeText } from '../output/values.ts'
import { chooseServer, clientOf, type Server } from '../remote/choose-server.ts'
import { UsageError } from '../remote/explain.ts'
import { readPages } from '../remote/pages.ts'
import { type CommonOptions, groupCommand, type ListOptions, listCommand, serverCommand } from './server-command.ts'

const appListing: Listing<typeof AppSchema> = {
  schema: AppSchema,
  columns: [
    { title: 'ID', text: app => app.id },
    { title: 'NAME', text: app => app.name },
    { title: 'KEY', text: app => app.apiKey },
    { title: 'RECORDING', text: app => (app.recording ? 'yes' : 'no') },
    { title: 'INTERVAL', text: app => `${app.statsIntervalMs / 1000} s` },
    { title: 'DOMAIN', text: app => app.domain || 'any' },
    { title: 'CREATED', text: app => timeText(app.createTime) },
    { title: 'ORGANIZATION', text: app => app.organizationId },
  ],
}

export function addApps(root: Command): void {
  const apps = groupCommand(root, 'apps', 'List and manage apps.')
  listCommand(apps, 'list', 'Lists your apps, oldest first.')
    .option('--organization <id>', 'only those of this organization')
    .action(listApps)
  serverCommand(apps, 'create <name>', 'Creates an app and prints it with its key.')
    .option('--organization <id>', 'organization that is to own it; needed when you have several')
    .action(createApp)
  serverCommand(
    apps,
    'reset-key <app>',
    'Replaces the key of an app and prints the new one. The old one stops at once.',
  ).action(resetKey)
}

interface OfOrganization {
  organization?: string
}

async function listApps(options: ListOptions & OfOrganization): Promise<void> {
  const client = clientOf(AppService, chooseServer(options))
  const pages = readPages(async page => {
    const { apps, nextPageToken } = await client.listApps({ ...page, organizationId: options.organization ?? '' })
    return { rows: apps, nextPageToken }
  }, options.limit)
  await printRows(pages, appListing, options)
}

async function createApp(name: string, options: CommonOptions & OfOrganization): Promise<void> {
  const server = chooseServer(options)
  const organizationId = options.organization ?? (await onlyOrganization(server))
  const { app } = await clientOf(AppService, server).createApp({ organizationId, name })
  await printRows(one(app), appListing, options)
}

async function* one(app: App | undefined): AsyncGenerator<App[]> {
  if (app) yield [app]
}

async function onlyOrganization(server: Server): Promise<string> {
  const { organizations } = await clientOf(OrganizationService, server).listOrganizations({ pageSize: 5 })
  const [only, ...others] = organizations
  if (!only) throw new UsageError('you are a member of no organization: an app needs one to own it')
  if (others.length === 0) return only.id
  const known = organizations.map(({ id, name }) => `${id} (${name})`).join(', ')
  throw new UsageError(`say with --organization which one is to own it: ${known}`)
}

async function resetKey(appId: string, options: CommonOptions): Promise<void> {
  const { apiKey } = await clientOf(AppService, chooseServer(options)).resetAppKey({ appId })
  printLine(options.json ? jsonText({ apiKey }) : apiKey)
}
