import { Counter, type Registry } from 'prom-client'
import { channels } from '../channels.ts'

/** Metrics of calls and sign-ins. */
export function measureCalls(registry: Registry): void {
  const registers = [registry]
  const sessions = new Counter({
    name: 'peermetrics_sessions_started_total',
    help: 'Sessions of participants that began.',
    registers,
  })
  const issues = new Counter({
    name: 'peermetrics_issues_raised_total',
    help: 'Issues that were found in calls, each once; some are withdrawn later.',
    labelNames: ['code', 'type'],
    registers,
  })
  const signIns = new Counter({
    name: 'peermetrics_sign_in_failures_total',
    help: 'Sign-ins with a wrong e-mail address or password.',
    registers,
  })
  const lookups = new Counter({
    name: 'peermetrics_geoip_lookups_total',
    help: 'Looks for the place of a client, by source.',
    labelNames: ['source', 'outcome'],
    registers,
  })
  channels.sessions.subscribe(({ count }) => sessions.inc(count))
  channels.issues.subscribe(raised => {
    for (const { code, type } of raised.issues) issues.inc({ code, type })
  })
  channels.signInFailure.subscribe(() => signIns.inc())
  channels.geoLookup.subscribe(({ source, outcome }) => lookups.inc({ source, outcome }))
}
