import { useNavigate } from '@tanstack/react-router'
import { isCalled, pastedAddress } from '../../model/search.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { text } from '../../text/text.ts'
import { useCurrentApp } from '../shell/use-current-app.ts'
import { useLeave } from '../shell/use-leave.ts'
import { chooseTheme, themes } from '../shell/use-theme.ts'
import type { SearchEntry } from './search-entry.ts'
import { useOpenPath } from './use-open-path.ts'

const { commands: words } = text.search

/** Things to do, as far as they are called like what was typed; first of all, to go to an address that was pasted. */
export function useCommands(query: string): SearchEntry[] {
  const open = useOpenPath()
  const places = usePlaces()
  const signOut = useLeave()
  const address = pastedAddress(query, document.baseURI)
  if (address !== undefined) {
    return [{ key: 'address', label: words.openAddress, second: address, kind: words.goTo, run: () => open(address) }]
  }
  const command = (label: string, run: () => void): SearchEntry => ({ key: label, label, kind: words.command, run })
  const all = [
    ...places,
    ...themes.map(theme => command(words.theme(text.shell.themes[theme]), () => chooseTheme(theme))),
    command(words.copyLink, () => void navigator.clipboard?.writeText(location.href)),
    command(text.shell.signOut, signOut),
  ]
  return all.filter(({ label }) => isCalled(label, query))
}

/** Pages that one can go to. */
function usePlaces(): SearchEntry[] {
  const navigate = useNavigate()
  const appId = useCurrentApp()
  const { data: user } = useCurrentUser()
  const place = (page: string, go: () => Promise<void>): SearchEntry => ({
    key: `go to ${page}`,
    label: words.goToPage(page),
    kind: words.goTo,
    run: () => void go(),
  })
  const app = appId === undefined ? undefined : { appId }
  return [
    ...(app
      ? [
          place(text.shell.overview, () => navigate({ to: '/apps/$appId', params: app })),
          place(text.shell.calls, () => navigate({ to: '/apps/$appId/calls', params: app })),
          place(text.shell.participants, () => navigate({ to: '/apps/$appId/participants', params: app })),
          place(text.settings.title, () => navigate({ to: '/apps/$appId/settings', params: app })),
        ]
      : []),
    place(text.calls.allTitle, () => navigate({ to: '/calls' })),
    place(text.shell.setUp, () => navigate({ to: '/welcome', search: app ? { app: app.appId } : {} })),
    place(text.account.title, () => navigate({ to: '/account' })),
    ...(user?.isSuperuser
      ? [
          place(text.admin.title, () => navigate({ to: '/admin/organizations' })),
          place(text.records.title, () => navigate({ to: '/admin/records' })),
        ]
      : []),
  ]
}
