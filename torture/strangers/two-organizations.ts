import { randomUUID } from 'node:crypto'
import { ApiTokenScope } from '../../gen/peermetrics/admin/v1/api_token_pb.js'
import { createApiToken, createCall } from '../../test/access/world.ts'
import { createOrganization } from '../../test/support/accounts.ts'
import type { TestServer } from '../../test/support/test-server.ts'
import type { Values } from '../fuzz/input.ts'

/** Everybody of an organization who may try something, by name. */
type Strangers = Readonly<Record<string, string>>

export interface TwoOrganizations {
  /** Token of the owner of the first organization. */
  owner: string
  /** The ids of the first organization, beside the SDK tokens and the API key of the second. */
  foreign: Values
  /** The same with ids that nothing has. */
  unknown: Values
  /** Tokens of the second organization. */
  strangers: Strangers
}

const IDS = [
  ...['organizationId', 'appId', 'conferenceId', 'participantId', 'sessionId', 'connectionId', 'trackId', 'issueId'],
  ...['peerId', 'userId', 'apiTokenId'],
]

let count = 0

/** Two organizations with a call each, which know nothing of each other. */
export async function createTwoOrganizations(server: Pick<TestServer, 'url' | 'post'>): Promise<TwoOrganizations> {
  const name = `organization-${process.pid}-${++count}`
  const { organizationId, owner, member, viewer } = await createOrganization(server, name)
  const others = await createOrganization(server, `${name}-strangers`)
  const call = await createCall(server, organizationId)
  const { apiKey, sessionToken, initToken } = await createCall(server, others.organizationId)
  const { id: apiTokenId } = await createApiToken(server, owner, [ApiTokenScope.READ])
  const all = [ApiTokenScope.READ, ApiTokenScope.WRITE, ApiTokenScope.ADMIN]
  const foreign = { ...call, organizationId, userId: member.id, apiTokenId, apiKey, sessionToken, initToken }
  return {
    owner: owner.token,
    foreign: { ...foreign, viewer: viewer.token },
    unknown: { ...foreign, ...Object.fromEntries(IDS.map(id => [id, randomUUID()])) },
    strangers: {
      owner: others.owner.token,
      member: others.member.token,
      viewer: others.viewer.token,
      'API token': (await createApiToken(server, others.owner, all)).secret,
    },
  }
}

/** Whether a text names something by a placeholder that has another value for what does not exist. */
export const namesAnId = (text: string): boolean => IDS.some(id => text.includes(`{{${id}}}`))
