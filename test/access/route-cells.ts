import { createApp, createTwin, type ScopeName, type World } from './world.ts'

interface RouteRequest {
  /** Path and query, below `/v1`. */
  path: string
  body?: object
}

export interface RouteCell {
  /** The least that a caller must be. */
  least: 'user' | 'viewer' | 'member' | 'owner'
  /** What an API token must be for. */
  scope: ScopeName
  /** A request that must succeed for whom is admitted, about what belongs to the first organization. */
  request: (world: World) => RouteRequest | Promise<RouteRequest>
  /** The same about something that does not exist; undefined: it names nothing. */
  unknown?: RouteRequest
  /** What is answered to whom is admitted; undefined: 200. */
  status?: number
}

const UNKNOWN = '99999999-9999-4999-8999-999999999999'

const reads = (path: (world: World) => string, unknown: string): RouteCell => ({
  least: 'viewer',
  scope: 'read',
  request: world => ({ path: path(world) }),
  unknown: { path: unknown },
})

const ofApp = (path: string) => reads(({ call }) => `${path}?appId=${call.appId}`, `${path}?appId=${UNKNOWN}`)

const ofConference = (path: string) =>
  reads(({ call }) => `${path}?conferenceId=${call.conferenceId}`, `${path}?conferenceId=${UNKNOWN}`)

const newApp = async ({ server, organizationId }: World) => (await createApp(server, organizationId)).id

const withoutId = (scope: ScopeName, path: string): RouteCell => ({
  least: 'user',
  scope,
  request: () => ({ path, body: {} }),
  status: 400,
})

/** Who may use which private route; written down here a second time, on purpose. */
export const routeCells: Record<string, RouteCell> = {
  'GET /conferences': ofApp('/conferences'),
  'GET /conferences/:id': reads(({ call }) => `/conferences/${call.conferenceId}`, `/conferences/${UNKNOWN}`),
  'GET /conferences/:id/events': reads(
    ({ call }) => `/conferences/${call.conferenceId}/events`,
    `/conferences/${UNKNOWN}/events`,
  ),
  'GET /conferences/:id/graphs': reads(
    ({ call }) => `/conferences/${call.conferenceId}/graphs`,
    `/conferences/${UNKNOWN}/graphs`,
  ),
  'GET /participants': ofConference('/participants'),
  'GET /participants/:id': reads(({ call }) => `/participants/${call.participantId}`, `/participants/${UNKNOWN}`),
  'GET /sessions': ofConference('/sessions'),
  'GET /sessions/:id': reads(({ call }) => `/sessions/${call.sessionId}`, `/sessions/${UNKNOWN}`),
  'GET /connections': ofConference('/connections'),
  'GET /connections/:id': reads(({ call }) => `/connections/${call.connectionId}`, `/connections/${UNKNOWN}`),
  'GET /issues': ofConference('/issues'),
  'GET /issues/:id': reads(({ call }) => `/issues/${call.issueId}`, `/issues/${UNKNOWN}`),
  'GET /events/get-user-media': ofConference('/events/get-user-media'),
  'GET /events/browser': ofConference('/events/browser'),
  'GET /connection': ofConference('/connection'),
  'GET /stats': ofConference('/stats'),
  'GET /search': { least: 'viewer', scope: 'read', request: () => ({ path: '/search?query=call' }) },
  'GET /conferences/summary': ofApp('/conferences/summary'),
  'GET /conferences/duration-summary': ofApp('/conferences/duration-summary'),
  'GET /conferences/participant-count-summary': ofApp('/conferences/participant-count-summary'),
  'GET /issues/summary': ofApp('/issues/summary'),
  'GET /issues/gum-summary': ofApp('/issues/gum-summary'),
  'GET /connections/summary': ofApp('/connections/summary'),
  'GET /connections/setup-time-summary': ofApp('/connections/setup-time-summary'),
  'GET /sessions/summary': ofApp('/sessions/summary'),
  'GET /organizations': { least: 'user', scope: 'read', request: () => ({ path: '/organizations' }) },
  'POST /organizations': {
    least: 'user',
    scope: 'admin',
    request: () => ({ path: '/organizations', body: { name: 'Made over HTTP' } }),
  },
  'PUT /organizations': withoutId('admin', '/organizations'),
  'DELETE /organizations': withoutId('admin', '/organizations'),
  'GET /organizations/:id': reads(
    ({ organizationId }) => `/organizations/${organizationId}`,
    `/organizations/${UNKNOWN}`,
  ),
  'PUT /organizations/:id': {
    least: 'owner',
    scope: 'admin',
    request: ({ organizationId }) => ({ path: `/organizations/${organizationId}`, body: { name: 'alpha' } }),
    unknown: { path: `/organizations/${UNKNOWN}`, body: { name: 'alpha' } },
  },
  'DELETE /organizations/:id': {
    least: 'owner',
    scope: 'admin',
    request: async world => ({ path: `/organizations/${await createTwin(world)}` }),
    unknown: { path: `/organizations/${UNKNOWN}` },
  },
  'GET /apps': { least: 'user', scope: 'read', request: () => ({ path: '/apps' }) },
  'POST /apps': {
    least: 'member',
    scope: 'write',
    request: ({ organizationId }) => ({
      path: '/apps',
      body: { organization: organizationId, name: 'Made over HTTP' },
    }),
    unknown: { path: '/apps', body: { organization: UNKNOWN, name: 'Made over HTTP' } },
  },
  'PUT /apps': withoutId('write', '/apps'),
  'DELETE /apps': withoutId('write', '/apps'),
  'GET /apps/:id': reads(({ call }) => `/apps/${call.appId}`, `/apps/${UNKNOWN}`),
  'PUT /apps/:id': {
    least: 'member',
    scope: 'write',
    request: ({ call }) => ({ path: `/apps/${call.appId}`, body: { interval: 5000 } }),
    unknown: { path: `/apps/${UNKNOWN}`, body: { interval: 5000 } },
  },
  'DELETE /apps/:id': {
    least: 'owner',
    scope: 'write',
    request: async world => ({ path: `/apps/${await newApp(world)}` }),
    unknown: { path: `/apps/${UNKNOWN}` },
  },
  'POST /apps/:id/reset-key': {
    least: 'member',
    scope: 'write',
    request: async world => ({ path: `/apps/${await newApp(world)}/reset-key` }),
    unknown: { path: `/apps/${UNKNOWN}/reset-key` },
  },
}
