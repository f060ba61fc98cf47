import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { loadPart } from '../design/part.ts'
import { readCallView } from '../model/call-view.ts'
import { readCallsView } from '../model/calls-view.ts'
import { readParticipantsView } from '../model/participants-view.ts'
import { formatQuery, parseQuery } from '../model/query-string.ts'
import { PageFailure } from './page-failure.tsx'
import { Shell } from './shell/shell.tsx'

/** A page whose file is loaded once it is wanted. */
const pageOf = <Module extends Record<Name, unknown>, Name extends string>(
  load: () => Promise<Module | undefined>,
  name: Name,
) => lazyRouteComponent(loadPart(load), name)

const rootRoute = createRootRoute({ component: Outlet })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (typeof next === 'string' ? { next } : {}),
  component: pageOf(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: pageOf(() => import('../pages/home/home-page.tsx'), 'HomePage'),
})

const welcomeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/welcome',
  validateSearch: ({ app }: Record<string, unknown>): { app?: string } => (typeof app === 'string' ? { app } : {}),
  component: pageOf(() => import('../pages/welcome/welcome-page.tsx'), 'WelcomePage'),
})

const callsPage = pageOf(() => import('../pages/calls/calls-page.tsx'), 'CallsPage')
const validateCallsSearch = (search: Record<string, unknown>) => readCallsView(search as Record<string, string>)

const callsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls',
  validateSearch: validateCallsSearch,
  component: callsPage,
})

const appRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/apps/$appId',
  validateSearch: validateCallsSearch,
  component: pageOf(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
})

const appCallsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/apps/$appId/calls',
  validateSearch: validateCallsSearch,
  component: callsPage,
})

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/apps/$appId/settings',
  component: pageOf(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
})

const validatePage = ({ page }: Record<string, unknown>): { page?: string } =>
  typeof page === 'string' ? { page } : {}

const organizationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/organization/$organizationId',
  validateSearch: validatePage,
  component: pageOf(() => import('../pages/organization/organization-page.tsx'), 'OrganizationPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: pageOf(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
})

const adminRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin',
  component: pageOf(() => import('../pages/admin/admin-page.tsx'), 'AdminPage'),
})

const adminHomeRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/admin/organizations', replace: true })
  },
})

const adminOrganizationsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/organizations',
  component: pageOf(() => import('../pages/admin/organizations-page.tsx'), 'OrganizationsPage'),
})

const adminUsersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users',
  validateSearch: validatePage,
  component: pageOf(() => import('../pages/admin/users-page.tsx'), 'UsersPage'),
})

const adminJobsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/jobs',
  validateSearch: ({
    queue,
    state,
    page,
  }: Record<string, unknown>): { queue?: string; state?: string; page?: string } => ({
    ...(typeof queue === 'string' && queue ? { queue } : {}),
    ...(typeof state === 'string' && state ? { state } : {}),
    ...(typeof page === 'string' && page ? { page } : {}),
  }),
  component: pageOf(() => import('../pages/admin/jobs-page.tsx'), 'JobsPage'),
})

const adminAuditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/audit',
  validateSearch: validatePage,
  component: pageOf(() => import('../pages/admin/audit-page.tsx'), 'AuditPage'),
})

const adminServerRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/server',
  component: pageOf(() => import('../pages/admin/server-page.tsx'), 'ServerPage'),
})

const adminKindsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/records',
  component: pageOf(() => import('../pages/records/kinds-page.tsx'), 'KindsPage'),
})

const adminRecordsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/records/$kind',
  // The rest are fields to filter by: which there are, the server says.
  validateSearch: (search: Record<string, unknown>) => search as { order?: string; page?: string },
  component: pageOf(() => import('../pages/records/records-page.tsx'), 'RecordsPage'),
})

const adminRecordRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/records/$kind/$recordId',
  validateSearch: ({ conference }: Record<string, unknown>): { conference?: string } =>
    typeof conference === 'string' ? { conference } : {},
  component: pageOf(() => import('../pages/records/record-page.tsx'), 'RecordPage'),
})

const participantRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/participant/$participantId',
  validateSearch: validatePage,
  component: pageOf(() => import('../pages/participant/participant-page.tsx'), 'ParticipantPage'),
})

const participantsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/apps/$appId/participants',
  validateSearch: (search: Record<string, unknown>) => readParticipantsView(search as Record<string, string>),
  component: pageOf(() => import('../pages/participants/participants-page.tsx'), 'ParticipantsPage'),
})

const callRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/conference/$conferenceId',
  validateSearch: (search: Record<string, unknown>) => readCallView(search as Record<string, string>),
  component: pageOf(() => import('../pages/call/call-page.tsx'), 'CallPage'),
})

const notFoundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '$',
  component: pageOf(() => import('../pages/not-found/not-found-page.tsx'), 'NotFoundPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    welcomeRoute,
    callsRoute,
    appRoute,
    appCallsRoute,
    participantsRoute,
    settingsRoute,
    organizationRoute,
    accountRoute,
    adminRoute.addChildren([
      adminHomeRoute,
      adminOrganizationsRoute,
      adminUsersRoute,
      adminJobsRoute,
      adminAuditRoute,
      adminServerRoute,
      adminKindsRoute,
      adminRecordsRoute,
      adminRecordRoute,
    ]),
    participantRoute,
    callRoute,
    notFoundRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  basepath: new URL('.', document.baseURI).pathname,
  parseSearch: parseQuery,
  stringifySearch: formatQuery,
  defaultErrorComponent: PageFailure,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
