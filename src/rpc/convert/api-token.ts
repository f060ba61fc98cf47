import { create } from '@bufbuild/protobuf'
import { ApiTokenSchema, ApiTokenScope } from '../../../gen/peermetrics/admin/v1/api_token_pb.js'
import { invalid } from '../../domain/values/errors.ts'
import type { TokenScope } from '../../services/access/caller.ts'
import type { ApiToken } from '../../storage/entities/api-token.ts'
import { instantField } from './fields.ts'

const scopeMessages: Record<TokenScope, ApiTokenScope> = {
  read: ApiTokenScope.READ,
  write: ApiTokenScope.WRITE,
  admin: ApiTokenScope.ADMIN,
}

/** @throws DomainError invalid_parameters */
export function scopeOf(message: ApiTokenScope): TokenScope {
  switch (message) {
    case ApiTokenScope.READ:
      return 'read'
    case ApiTokenScope.WRITE:
      return 'write'
    case ApiTokenScope.ADMIN:
      return 'admin'
    default:
      throw invalid('scopes must be read, write or admin')
  }
}

/** The stored token, without its secret, as the RPCs show it. */
export const apiTokenMessage = (apiToken: ApiToken) =>
  create(ApiTokenSchema, {
    id: apiToken.id,
    name: apiToken.name,
    scopes: apiToken.scopes.map(scope => scopeMessages[scope]),
    secretPrefix: apiToken.secretPrefix,
    createTime: instantField(apiToken.createdAt),
    expireTime: instantField(apiToken.expiresAt),
    lastUseTime: instantField(apiToken.lastUsedAt),
    revokeTime: instantField(apiToken.revokedAt),
  })
