import { useMutation, useQuery } from '@connectrpc/connect-query'
import { type ApiToken, ApiTokenScope } from '../../../gen/peermetrics/admin/v1/api_token_pb.js'
import { ApiTokenService } from '../../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { optionalMs, toTimestamp } from './convert/time.ts'
import { useForget } from './use-forget.ts'

export const tokenScopes = ['read', 'write', 'admin'] as const
export type TokenScope = (typeof tokenScopes)[number]

const scopeValues: Record<TokenScope, ApiTokenScope> = {
  read: ApiTokenScope.READ,
  write: ApiTokenScope.WRITE,
  admin: ApiTokenScope.ADMIN,
}

/** A token of the caller; its secret is shown once. */
export interface Token {
  id: string
  name: string
  scopes: TokenScope[]
  secretPrefix: string
  createdAt: number | undefined
  expiresAt: number | undefined
  lastUsedAt: number | undefined
  isRevoked: boolean
}

const toToken = (token: ApiToken): Token => ({
  id: token.id,
  name: token.name,
  scopes: tokenScopes.filter(scope => token.scopes.includes(scopeValues[scope])),
  secretPrefix: token.secretPrefix,
  createdAt: optionalMs(token.createTime),
  expiresAt: optionalMs(token.expireTime),
  lastUsedAt: optionalMs(token.lastUseTime),
  isRevoked: token.revokeTime !== undefined,
})

/** Tokens of the caller that can be used; the first 200. */
export const useTokens = () =>
  useQuery(
    ApiTokenService.method.listApiTokens,
    { pageSize: 200 },
    { select: ({ apiTokens }) => apiTokens.map(toToken).filter(({ isRevoked }) => !isRevoked) },
  )

/** Makes tokens. @returns the secret to its callback */
export function useCreateToken() {
  const forget = useForget(ApiTokenService)
  const { mutate, ...state } = useMutation(ApiTokenService.method.createApiToken, { onSuccess: forget })
  const create = (name: string, scope: TokenScope, expiresAt: number | undefined, onSecret: (secret: string) => void) =>
    mutate(
      {
        name,
        scopes: [scopeValues[scope]],
        ...(expiresAt === undefined ? {} : { expireTime: toTimestamp(expiresAt) }),
      },
      { onSuccess: ({ secret }) => onSecret(secret) },
    )
  return { create, ...state }
}

export function useRevokeToken() {
  const forget = useForget(ApiTokenService)
  return useMutation(ApiTokenService.method.revokeApiToken, { onSuccess: forget })
}
