import type { JsonValue } from '../../src/domain/values/json.ts'
import { encodeRpc } from '../fuzz/encode.ts'
import type { Values } from '../fuzz/input.ts'
import { placeholder } from '../fuzz/input.ts'
import type { RequestSender } from '../fuzz/send-request.ts'
import { methods } from '../services.ts'
import type { StrangersResult } from './attempts.ts'
import type { TwoOrganizations } from './two-organizations.ts'

/** Filters with which lists have more than one page. */
const FILTERS = ['conferenceId', 'sessionId', 'appId', 'organizationId']

const PAGE_TOKEN = /"nextPageToken":"([^"]+)"/

/** Strangers go on with page tokens that the owner of another organization got. */
export async function tryPageTokens(
  sender: RequestSender,
  { owner, foreign, strangers }: TwoOrganizations,
): Promise<StrangersResult> {
  const result: StrangersResult = { tried: 0, differences: [] }
  for (const [method, { input }] of methods) {
    const names = new Set(input.fields.map(field => field.jsonName))
    if (!names.has('pageToken')) continue
    for (const filter of FILTERS.filter(name => names.has(name))) {
      const list = (values: Values, message: JsonValue) =>
        sender.send(
          encodeRpc(
            { door: 'rpc', method, form: 'connect json', httpVersion: 2, token: 'caller', damage: null, message },
            values,
          ),
        )
      const request = { [filter]: placeholder(filter), pageSize: 1 }
      const { text } = await list({ ...foreign, caller: owner }, request)
      const pageToken = PAGE_TOKEN.exec(text)?.[1]
      if (pageToken === undefined) continue
      for (const [name, stranger] of Object.entries(strangers)) {
        for (const message of [
          { ...request, pageToken },
          { pageSize: 1, pageToken },
        ]) {
          const answer = await list({ ...foreign, caller: stranger }, message)
          result.tried++
          if (answer.status === 200 && /\[[^\]]/.test(answer.text)) {
            result.differences.push(`${name}: ${method} with the page token of another: ${answer.text.slice(0, 300)}`)
          }
        }
      }
    }
  }
  return result
}
