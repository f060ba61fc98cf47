export const nouns = {
  newCall: { one: 'new call', other: 'new calls' },
  person: { one: 'person', other: 'people' },
  session: { one: 'session', other: 'sessions' },
  call: { one: 'call', other: 'calls' },
  event: { one: 'event', other: 'events' },
  candidate: { one: 'candidate', other: 'candidates' },
  interval: { one: 'report interval', other: 'report intervals' },
}

export const time = {
  today: 'Today',
  yesterday: 'Yesterday',
  sinceStart: 'since the start',
}

export const common = {
  retry: 'Retry',
  save: 'Save',
  saved: 'Saved.',
  cancel: 'Cancel',
  typeToConfirm: (word: string) => `Type “${word}” to confirm`,
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  loading: 'Loading',
  code: (code: string) => `Code: ${code}`,
  unnamed: '(no name)',
  pages: 'Pages',
  older: 'Older',
  newest: 'Newest',
  next: 'Next',
  firstPage: 'First page',
}

export const quality = {
  good: 'Good',
  fair: 'Fair',
  poor: 'Poor',
  bad: 'Bad',
  unjudged: 'Not judged',
}

export const qualityInSentence = {
  good: 'good',
  fair: 'fair',
  poor: 'poor',
  bad: 'bad',
  unjudged: 'not judged',
}

export const outcome = {
  ongoing: 'Live',
  error: 'Errors',
  warning: 'Warnings',
  success: 'No issues',
}

export const severity = { error: 'Error', warning: 'Warning' }

export const errors = {
  wrongPassword: 'The password is wrong.',
  unavailable: 'The server takes no more requests at the moment.',
  unreachable: 'The server cannot be reached.',
  notFound: 'This does not exist, or you have no access to it.',
  denied: 'You are not allowed to see this.',
  limited: 'Too many requests from this address.',
  internal: 'The server failed. Its log has the cause.',
  other: 'The request failed.',
  render: 'This part of the page failed.',
}
