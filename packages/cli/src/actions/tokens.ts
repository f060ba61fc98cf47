import { toJson } from '@bufbuild/protobuf'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { type PeerMetrics, rowPages } from '@peermetrics/client'
import { type ApiToken, ApiTokenSchema, ApiTokenScope } from '@peermetrics/client/admin/v1'
import type { Context, ListOptions } from '../context.ts'
import { type Confirmation, confirm } from '../input/ask.ts'
import { messageListing } from '../output/listing.ts'
import { enumText, timeText } from '../output/values.ts'
import { type OfPerson, signedIn } from '../remote/signed-in.ts'

const tokenListing = messageListing(ApiTokenSchema, {
  columns: [
    { title: 'NAME', text: ({ name }) => name, atLeast: 16 },
    { title: 'SCOPES', text: ({ scopes }) => scopes.map(scope => enumText(ApiTokenScope, scope)).join(', ') },
    { title: 'BEGINS WITH', text: ({ secretPrefix }) => secretPrefix },
    { title: 'STATE', text: stateOf },
    { title: 'LAST USE', text: ({ lastUseTime }) => timeText(lastUseTime) },
    { title: 'CREATED', text: ({ createTime }) => timeText(createTime) },
    { title: 'ID', text: ({ id }) => id },
  ],
  leaveOut: ['CREATED', 'LAST USE', 'BEGINS WITH', 'SCOPES', 'ID'],
  id: ({ id }) => id,
})

function stateOf({ revokeTime, expireTime }: ApiToken): string {
  if (revokeTime) return 'revoked'
  if (!expireTime) return 'valid'
  const until = timeText(expireTime)
  return Number(expireTime.seconds) * 1000 < Date.now() ? 'expired' : `until ${until}`
}

const scopes = { read: ApiTokenScope.READ, write: ApiTokenScope.WRITE, admin: ApiTokenScope.ADMIN }

export async function listTokens(context: Context<ListOptions & OfPerson>): Promise<void> {
  const { limit } = context.options
  await signedIn(context, async ({ apiTokens }) => {
    await context.print.rows(tokenListing, rowPages(apiTokens.listApiTokens, {}, limit === undefined ? {} : { limit }))
  })
}

interface NewToken extends OfPerson {
  scope: (keyof typeof scopes)[]
  expires?: Date
}

export async function createToken(context: Context<NewToken>, name = ''): Promise<void> {
  const { scope, expires } = context.options
  const request = {
    name,
    scopes: scope.map(each => scopes[each]),
    ...(expires ? { expireTime: timestampFromDate(expires) } : {}),
  }
  await signedIn(context, async ({ apiTokens }: PeerMetrics) => {
    const { apiToken, secret } = await apiTokens.createApiToken(request)
    if (!apiToken) return
    await context.print.result({ secret, apiToken: toJson(ApiTokenSchema, apiToken) }, { text: secret, quiet: secret })
    context.print.note(`This is the only time that it is shown. Its id is ${apiToken.id}.`)
  })
}

export async function revokeToken(context: Context<OfPerson & Confirmation>, id = ''): Promise<void> {
  await confirm(context.io, context.options, `Revoke the token ${id}?`)
  await signedIn(context, async ({ apiTokens }) => {
    const { apiToken } = await apiTokens.revokeApiToken({ apiTokenId: id })
    if (apiToken) await context.print.result(toJson(ApiTokenSchema, apiToken), { text: 'Revoked.' })
  })
}
