import { DomainError } from '../values/errors.ts'

/** The settings of an app that say whose reports it takes. */
export interface ReportingApp {
  /** Host whose pages may report; null: any. */
  domain: string | null
  recording: boolean
  /** When its key was last replaced. */
  keyResetAt: string | null
}

/** @throws DomainError app_not_recording, domain_not_allowed */
export function requireRecording(app: ReportingApp, origin: string | undefined): void {
  if (!app.recording) throw new DomainError('app_not_recording')
  if (app.domain && hostOf(origin) !== app.domain.toLowerCase()) {
    throw new DomainError('domain_not_allowed', `The app allows pages of ${app.domain} only`)
  }
}

const hostOf = (origin: string | undefined): string | undefined =>
  origin && URL.canParse(origin) ? new URL(origin).hostname.toLowerCase() : undefined

/**
 * An app that a token speaks for still takes reports.
 * @throws DomainError invalid_api_key, app_not_recording
 */
export function requireTakingReports<App extends ReportingApp>(app: App | undefined): App {
  if (!app) throw new DomainError('invalid_api_key', 'The app was deleted')
  if (!app.recording) throw new DomainError('app_not_recording')
  return app
}

/**
 * A token was issued for the key that the app has now.
 * @throws DomainError invalid_api_key, which stops an SDK for good
 */
export function requireCurrentKey({ keyResetAt }: ReportingApp, issuedAt: Date): void {
  if (keyResetAt === null || issuedAt >= new Date(keyResetAt)) return
  throw new DomainError('invalid_api_key', 'The key of the app was replaced')
}
