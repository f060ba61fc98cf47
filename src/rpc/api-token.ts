import type { ServiceImpl } from '@connectrpc/connect'
import type { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { apiTokenList, createApiToken, revokeApiToken } from '../services/admin/api-tokens.ts'
import { readPage } from '../services/query/lists.ts'
import { apiTokenMessage, scopeOf } from './convert/api-token.ts'
import { dateField } from './convert/fields.ts'
import { pageRequest } from './convert/list-request.ts'
import { callerContextOf } from './request-context.ts'

/** The RPCs by which users manage their own API tokens. */
export const apiTokenService: ServiceImpl<typeof ApiTokenService> = {
  async createApiToken({ name, scopes, expireTime }, call) {
    const input = { name, scopes: scopes.map(scopeOf), expiresAt: dateField(expireTime) }
    const { apiToken, secret } = await createApiToken(callerContextOf(call), input)
    return { apiToken: apiTokenMessage(apiToken), secret }
  },

  async listApiTokens(request, call) {
    const context = callerContextOf(call)
    const { rows, nextToken } = await readPage(context, apiTokenList(context), pageRequest(request))
    return { apiTokens: rows.map(apiTokenMessage), nextPageToken: nextToken }
  },

  async revokeApiToken({ apiTokenId }, call) {
    return { apiToken: apiTokenMessage(await revokeApiToken(callerContextOf(call), apiTokenId)) }
  },
}
