import { toJson } from '@bufbuild/protobuf'
import { rowPages } from '@peermetrics/client'
import { type App, AppSchema } from '@peermetrics/client/admin/v1'
import type { CommonOptions, Context, ListOptions } from '../context.ts'
import { UsageError } from '../failures.ts'
import { type Confirmation, confirm } from '../input/ask.ts'
import { messageListing } from '../output/listing.ts'
import { escapeControlCharacters } from '../output/terminal-text.ts'
import { timeText, yesNo } from '../output/values.ts'
import { appIdOf } from '../remote/find.ts'
import { type OfOrganization, organizationIdOf } from '../remote/organizations.ts'

const appListing = messageListing(AppSchema, {
  columns: [
    { title: 'NAME', text: app => app.name, atLeast: 16 },
    { title: 'KEY', text: app => app.apiKey },
    { title: 'RECORDING', text: app => yesNo(app.recording) },
    { title: 'INTERVAL', text: app => `${app.statsIntervalMs / 1000} s` },
    { title: 'DOMAIN', text: app => app.domain || 'any' },
    { title: 'CREATED', text: app => timeText(app.createTime) },
    { title: 'ORGANIZATION', text: app => app.organizationId },
    { title: 'ID', text: app => app.id },
  ],
  leaveOut: ['CREATED', 'DOMAIN', 'INTERVAL', 'ORGANIZATION', 'RECORDING', 'KEY', 'ID'],
  id: app => app.id,
})

export async function listApps(context: Context<ListOptions & OfOrganization>): Promise<void> {
  const { organization, limit } = context.options
  const organizationId = organization === undefined ? '' : await organizationIdOf(context)
  const pages = rowPages(context.pm.apps.listApps, { organizationId }, limit === undefined ? {} : { limit })
  await context.print.rows(appListing, pages)
}

export async function createApp(context: Context<OfOrganization>, name = ''): Promise<void> {
  const organizationId = await organizationIdOf(context)
  if (organizationId === '') return
  const { app } = await context.pm.apps.createApp({ organizationId, name })
  await context.print.all(appListing, app ? [app] : [])
}

export async function showApp(context: Context, given = ''): Promise<void> {
  const appId = await appIdOf(context, given)
  await printApp(context, (await context.pm.apps.getApp({ appId })).app)
}

interface Settings extends CommonOptions {
  name?: string
  domain?: string
  interval?: number
  recording?: boolean
  retention?: number
  threshold?: string[]
}

export async function updateApp(context: Context<Settings>, given = ''): Promise<void> {
  const { name, domain, interval, recording, retention, threshold } = context.options
  const changes = {
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    ...(interval === undefined ? {} : { statsIntervalMs: Math.round(interval * 1000) }),
    ...(recording === undefined ? {} : { recording }),
    ...(retention === undefined ? {} : { retentionDays: retention }),
    ...(threshold === undefined ? {} : { thresholds: { values: Object.fromEntries(threshold.map(thresholdOf)) } }),
  }
  if (Object.keys(changes).length === 0) throw new UsageError('nothing to change: give at least one setting')
  const appId = await appIdOf(context, given)
  await printApp(context, (await context.pm.apps.updateApp({ appId, ...changes })).app)
}

function thresholdOf(text: string): [string, number] {
  const [, name = '', value = ''] = /^(\w+)=(-?[\d.]+)$/.exec(text) ?? []
  if (name === '' || !Number.isFinite(Number(value))) {
    throw new UsageError(`--threshold needs a name and a number, such as roundTripMs=400, not ${text}`)
  }
  return [name, Number(value)]
}

export async function deleteApp(context: Context<CommonOptions & Confirmation>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const appId = await appIdOf(context, given)
  await confirm(io, options, `Delete the app ${escapeControlCharacters(given)} with everything in it?`)
  await pm.apps.deleteApp({ appId })
  await print.result({ appId }, { text: 'Deleted.' })
}

export async function resetKey(context: Context<CommonOptions & Confirmation>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const appId = await appIdOf(context, given)
  await confirm(
    io,
    options,
    `Replace the key of ${escapeControlCharacters(given)}? Pages with the old one stop reporting.`,
  )
  const { apiKey } = await pm.apps.resetAppKey({ appId })
  await print.result({ apiKey }, { text: apiKey, quiet: apiKey })
}

async function printApp({ print }: Context, app: App | undefined): Promise<void> {
  if (!app) return
  const thresholds = Object.entries(app.thresholds).map(([name, value]) => `${name} ${value}`)
  const lines: [string, string][] = [
    ['Name', app.name],
    ['Id', app.id],
    ['Key', app.apiKey],
    ['Organization', app.organizationId],
    ['Recording', app.recording ? 'on' : 'off'],
    ['Interval', `${app.statsIntervalMs / 1000} s`],
    ['Domain', app.domain || 'any'],
    ['Retention', app.retentionDays === 0 ? 'as the server has it' : `${app.retentionDays} days`],
    ['Thresholds', thresholds.join(', ') || 'as the server has them'],
    ['Created', timeText(app.createTime)],
  ]
  const text = lines.map(([title, value]) => `${title.padEnd(14)}${escapeControlCharacters(value)}`).join('\n')
  await print.result(toJson(AppSchema, app), { text, quiet: app.id })
}
