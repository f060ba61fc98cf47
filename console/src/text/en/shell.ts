export const shell = {
  skip: 'Skip to content',
  mainNavigation: 'Main',
  pages: 'Pages',
  app: 'App',
  allApps: 'All apps',
  overview: 'Overview',
  calls: 'Calls',
  participants: 'Participants',
  setUp: 'Set up',
  search: 'Search calls and people',
  account: 'Account',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  keyboard: 'Keyboard shortcuts',
  signOut: 'Sign out',
  offline: 'The server does not answer. What is shown may be out of date.',
  updated: 'The server was updated. Reload the page to go on.',
  reload: 'Reload',
  superuser: 'Superuser',
}

export const search = {
  title: 'Search',
  placeholder: 'Name or id of a call, participant or app',
  hint: 'Type at least one character.',
  none: (query: string) => `Nothing found for “${query}”.`,
  kinds: { conference: 'Call', participant: 'Participant', app: 'App', organization: 'Organization' },
}

export const keyboard = {
  title: 'Keyboard shortcuts',
  everywhere: 'Everywhere',
  list: 'List of calls',
  call: 'Call',
  keys: {
    search: 'Search',
    help: 'Show this help',
    goOverview: 'Go to overview',
    goCalls: 'Go to calls',
    goParticipants: 'Go to participants',
    goSettings: 'Go to settings',
    down: 'Next row',
    up: 'Previous row',
    open: 'Open the row',
    pan: 'Pan the timeline',
    zoom: 'Zoom the timeline',
    fit: 'Show the whole call',
    nextFinding: 'Next or previous finding',
    tabs: 'Switch tabs',
    escape: 'Clear the selected person',
  },
  enabled: 'Single-key shortcuts',
}

export const notFound = {
  title: 'Page not found',
  hint: 'There is no page at this address.',
  home: 'Go to calls',
}
