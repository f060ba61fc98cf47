import { Button } from '../../design/button/button.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import type { Token } from '../../rpc/tokens.ts'
import { text } from '../../text/text.ts'
import styles from './account-page.module.css'

const { columns } = text.account

/** The secret of a token is not kept: its beginning tells it from others. */
export function TokensTable({ tokens, onRevoke }: { tokens: readonly Token[]; onRevoke: (token: Token) => void }) {
  const now = Date.now()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={text.account.tokens}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.secret}</th>
            <th scope="col">{columns.scopes}</th>
            <th scope="col">{columns.lastUse}</th>
            <th scope="col">{columns.expires}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {tokens.map(token => (
            <tr key={token.id}>
              <th scope="row">
                <Foreign>{token.name}</Foreign>
              </th>
              <td>
                <code>{token.secretPrefix}…</code>
              </td>
              <td>{token.scopes.map(scope => text.account.scopes[scope]).join(', ')}</td>
              <td>
                {token.lastUsedAt === undefined ? text.account.never : <Moment at={token.lastUsedAt} now={now} />}
              </td>
              <td>{token.expiresAt === undefined ? text.account.never : <Moment at={token.expiresAt} now={now} />}</td>
              <td>
                <Button look="quiet" onClick={() => onRevoke(token)} aria-label={text.account.revokeName(token.name)}>
                  {text.account.revoke}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
