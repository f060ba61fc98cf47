import { DomainError } from '../../domain/values/errors.ts'
import type { AppSettings } from '../../storage/tables/apps.ts'
import type { ServiceContext } from '../context.ts'

const API_KEY = /^[a-z0-9]{32}$/

/** @throws DomainError invalid_api_key when no app in use has that key */
export async function requireApp({ joins }: ServiceContext, apiKey: unknown): Promise<AppSettings> {
  const isKey = typeof apiKey === 'string' && API_KEY.test(apiKey)
  const app = isKey ? await joins.apps.add('keys', apiKey, apiKey.length) : undefined
  if (!app) throw new DomainError('invalid_api_key')
  return app
}

/** @throws DomainError app_not_recording, domain_not_allowed */
export function requireRecording(app: AppSettings, origin: string | undefined): void {
  if (!app.recording) throw new DomainError('app_not_recording')
  if (app.domain && hostOf(origin) !== app.domain.toLowerCase()) {
    throw new DomainError('domain_not_allowed', `The app allows pages of ${app.domain} only`)
  }
}

const hostOf = (origin: string | undefined): string | undefined =>
  origin && URL.canParse(origin) ? new URL(origin).hostname.toLowerCase() : undefined

/**
 * That an app which a token speaks for still takes reports.
 * @throws DomainError invalid_api_key, app_not_recording
 */
export function requireTakingReports(app: AppSettings | undefined): AppSettings {
  if (!app) throw new DomainError('invalid_api_key', 'The app was deleted')
  if (!app.recording) throw new DomainError('app_not_recording')
  return app
}

/**
 * That a token was issued for the key that the app has now.
 * @throws DomainError invalid_api_key, which stops an SDK for good
 */
export function requireCurrentKey({ keyResetAt }: AppSettings, issuedAt: Date): void {
  if (keyResetAt === null || issuedAt >= new Date(keyResetAt)) return
  throw new DomainError('invalid_api_key', 'The key of the app was replaced')
}
