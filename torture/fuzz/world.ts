import { ApiTokenScope } from '../../gen/peermetrics/admin/v1/api_token_pb.js'
import { createApiToken, createCall } from '../../test/access/world.ts'
import { ADMIN_API_TOKEN, createOrganization } from '../../test/support/accounts.ts'
import type { ServerProcess } from '../../test/support/server-process.ts'
import type { Values } from './input.ts'

let count = 0

/** Two organizations, a call in one of them, and the credentials of all who have to do with it. */
export async function createFuzzWorld(server: Pick<ServerProcess, 'url' | 'post'>): Promise<Values> {
  const name = `world-${process.pid}-${++count}`
  const { organizationId, owner, viewer } = await createOrganization(server, name)
  const { owner: stranger } = await createOrganization(server, `${name}-strangers`)
  const call = await createCall(server, organizationId)
  const expired = await createApiToken(server, owner, [ApiTokenScope.READ], new Date(Date.now() + 1000))
  return {
    ...call,
    organizationId,
    userId: viewer.id,
    apiTokenId: expired.id,
    superuser: ADMIN_API_TOKEN,
    owner: owner.token,
    viewer: viewer.token,
    stranger: stranger.token,
    expired: expired.secret,
  }
}
