import type { Context } from '../context.ts'
import { UsageError } from '../failures.ts'
import type { Listing } from '../output/listing.ts'
import { DEFAULT_PROFILE, keepProfiles, type Profile, type Profiles, readProfiles } from '../remote/profiles.ts'

interface NamedProfile extends Profile {
  name: string
  isCurrent: boolean
}

const profileListing: Listing<NamedProfile> = {
  columns: [
    { title: 'NAME', text: ({ name }) => name },
    { title: 'CURRENT', text: ({ isCurrent }) => (isCurrent ? 'yes' : '') },
    { title: 'SERVER', text: ({ url }) => url, atLeast: 16 },
    { title: 'E-MAIL', text: ({ email }) => email ?? '' },
  ],
  leaveOut: ['E-MAIL', 'CURRENT'],
  json: ({ name, isCurrent, url, email }) => ({ name, current: isCurrent, url, ...(email ? { email } : {}) }),
  id: ({ name }) => name,
}

export async function listProfiles({ io, print }: Context): Promise<void> {
  const { current, profiles } = readProfiles(io.env)
  const named = Object.entries(profiles).map(([name, profile]) => ({ name, ...profile, isCurrent: name === current }))
  await print.all(profileListing, named)
}

export async function useProfile({ io, print }: Context, name = ''): Promise<void> {
  const known = readProfiles(io.env)
  requireKnown(known, name)
  keepProfiles(io.env, { ...known, current: name })
  print.line(`${name} is used from now on.`)
}

export async function removeProfile({ io, print }: Context, name = ''): Promise<void> {
  const known = readProfiles(io.env)
  requireKnown(known, name)
  keepProfiles(io.env, without(known, name))
  print.line(`${name} is forgotten.`)
}

export function requireKnown({ profiles }: Profiles, name: string): void {
  if (profiles[name]) return
  const names = Object.keys(profiles).join(', ') || 'none'
  throw new UsageError(`there is no profile ${name}; there are: ${names}`)
}

/** The profiles without one; another one becomes current in its place. */
export function without({ current, profiles }: Profiles, name: string): Profiles {
  const left = Object.fromEntries(Object.entries(profiles).filter(([each]) => each !== name))
  const isGone = current === name
  const [first = DEFAULT_PROFILE] = Object.keys(left)
  return { current: isGone ? (left[DEFAULT_PROFILE] ? DEFAULT_PROFILE : first) : current, profiles: left }
}
