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
