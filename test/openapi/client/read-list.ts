import createClient from 'openapi-fetch'
import type { paths } from './output/openapi.ts'

/** Ids of the calls of an app, by nothing but the description of the server. */
export async function conferenceIds(baseUrl: string, token: string, appId: string): Promise<string[]> {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } })
  const { data, error } = await client.GET('/v1/conferences', { params: { query: { appId, limit: 10 } } })
  if (error) throw new Error(error.error_code)
  return 'results' in data ? data.results.map(row => row.id) : data.data.map(row => row.id)
}
