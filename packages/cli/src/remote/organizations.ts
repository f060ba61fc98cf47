import { pages } from '@peermetrics/client'
import type { CommonOptions, Context } from '../context.ts'
import { Refusal, UsageError } from '../failures.ts'
import { namesOf } from './find.ts'

export interface OfOrganization extends CommonOptions {
  organization?: string
}

/** Id of the organization that the options name by id or name; of the only one when they name none. */
export async function organizationIdOf({ pm, options }: Context<OfOrganization>): Promise<string> {
  const { organization: given, curl } = options
  if (given !== undefined && /^[\da-f-]{36}$/i.test(given)) return given
  const all: { id: string; name: string }[] = []
  for await (const organization of pages(pm.organizations.listOrganizations, {})) all.push(organization)
  const found = given === undefined ? all : all.filter(({ name }) => name.toLowerCase() === given.toLowerCase())
  const [only, ...others] = found
  if (only && others.length === 0) return only.id
  if (curl) return ''
  if (given !== undefined && !only) throw new Refusal('organization_not_found', `there is no organization ${given}`)
  if (!only) throw new UsageError('you are a member of no organization: an app needs one to own it')
  throw new UsageError(`say with --organization which one is meant: ${namesOf(found)}`)
}
