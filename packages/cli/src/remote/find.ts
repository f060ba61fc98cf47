import { pages } from '@peermetrics/client'
import type { CommonOptions, Context } from '../context.ts'
import { Refusal, UsageError } from '../failures.ts'

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** More of the same name are not listed when a command asks which one is meant. */
const MAX_NAMED = 5

export interface OfApp extends CommonOptions {
  app?: string
}

/** Id of an app by its id or name; empty for none. */
export async function appIdOf({ pm, options }: Context<OfApp>, given = options.app): Promise<string> {
  if (given === undefined || UUID.test(given)) return given ?? ''
  const found: { id: string; name: string }[] = []
  for await (const app of pages(pm.apps.listApps, {})) {
    if (app.name.toLowerCase() === given.toLowerCase()) found.push(app)
  }
  const [only, ...others] = found
  if (!only && options.curl) return ''
  if (!only) throw new Refusal('app_not_found', `there is no app ${given}`)
  if (others.length > 0) throw new UsageError(`several apps are called ${given}; give the id: ${namesOf(found)}`)
  return only.id
}

/** Id of a conference by its id or by the application's. */
export async function conferenceIdOf(context: Context<OfApp>, given: string): Promise<string> {
  if (UUID.test(given)) return given
  const appId = await appIdOf(context)
  const { rows } = await context.pm.query.listConferences({ externalId: shortId(given), appId, pageSize: MAX_NAMED })
  const found = rows.flatMap(({ conference }) => conference ?? [])
  return onlyOne(context, found, { what: 'conference', given })
}

/** Id of a participant by its id or by the application's. */
export async function participantIdOf(context: Context<OfApp>, given: string): Promise<string> {
  if (UUID.test(given)) return given
  const appId = await appIdOf(context)
  const request = { externalId: shortId(given), appId, pageSize: MAX_NAMED }
  const { participants } = await context.pm.query.listParticipants(request)
  return onlyOne(context, participants, { what: 'participant', given })
}

/** The application's ids have 64 characters at most: a longer one is nobody's. */
const shortId = (given: string) => given.slice(0, 64)

interface Found {
  id: string
  appId: string
  name: string
  externalId: string
}

function onlyOne(
  { options }: Context,
  found: readonly Found[],
  { what, given }: { what: 'conference' | 'participant'; given: string },
): string {
  const [only, ...others] = found.filter(({ externalId }) => externalId === given)
  // The answer to a call that was printed only is not known.
  if (!only && options.curl) return ''
  if (!only) throw new Refusal(`${what}_not_found`, `there is no ${what} ${given}`)
  if (others.length === 0) return only.id
  const apps = found.map(({ appId }) => appId).join(', ')
  throw new UsageError(`several apps have a ${what} ${given}; say with --app which one is meant: ${apps}`)
}

export const namesOf = (found: readonly { id: string; name: string }[]): string =>
  found
    .slice(0, MAX_NAMED)
    .map(({ id, name }) => `${id} (${name})`)
    .join(', ')
