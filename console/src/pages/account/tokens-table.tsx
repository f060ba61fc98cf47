import { Button } from '../../design/button/button.tsx'
import { ActionsCell, Table } from '../../design/table/table.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import type { Token } from '../../rpc/tokens.ts'
import { text } from '../../text/text.ts'

const { columns } = text.account

/** The secret of a token is not kept: its beginning tells it from others. */
export function TokensTable({ tokens, onRevoke }: { tokens: readonly Token[]; onRevoke: (token: Token) => void }) {
  const now = Date.now()
  return (
    <Table
      label={text.account.tokens}
      columns={[
        { label: columns.name },
        { label: columns.secret },
        { label: columns.scopes },
        { label: columns.lastUse },
        { label: columns.expires },
        undefined,
      ]}
      isFlush
    >
      {tokens.map(token => (
        <tr key={token.id}>
          <th scope="row">
            <Foreign>{token.name}</Foreign>
          </th>
          <td>
            <code>{token.secretPrefix}…</code>
          </td>
          <td>{token.scopes.map(scope => text.account.scopes[scope]).join(', ')}</td>
          <td>{token.lastUsedAt === undefined ? text.account.never : <Moment at={token.lastUsedAt} now={now} />}</td>
          <td>{token.expiresAt === undefined ? text.account.never : <Moment at={token.expiresAt} now={now} />}</td>
          <ActionsCell>
            <Button look="quiet" onClick={() => onRevoke(token)} aria-label={text.account.revokeName(token.name)}>
              {text.account.revoke}
            </Button>
          </ActionsCell>
        </tr>
      ))}
    </Table>
  )
}
