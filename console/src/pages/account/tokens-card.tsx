import { useState } from 'react'
import { Button } from '../../design/button/button.tsx'
import { Card } from '../../design/card/card.tsx'
import { Confirm } from '../../design/confirm/confirm.tsx'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import page from '../../design/page/page.module.css'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { type Token, useRevokeToken, useTokens } from '../../rpc/tokens.ts'
import { text } from '../../text/text.ts'
import styles from './account-page.module.css'
import { NewToken } from './new-token.tsx'
import { TokensTable } from './tokens-table.tsx'

/** Tokens for programs that read with the rights of the caller. */
export function TokensCard() {
  const { data: tokens, error, refetch } = useTokens()
  const [secret, setSecret] = useState<string>()
  const [revoked, setRevoked] = useState<Token>()
  const revoke = useRevokeToken()
  return (
    <Card title={text.account.tokens}>
      <p className={page.hint}>{text.account.tokensHint}</p>
      {secret !== undefined && (
        <div className={styles.secret} role="status">
          <p>{text.account.secretOnce}</p>
          <code className={styles.secretValue}>{secret}</code>
          <div>
            <CopyButton value={() => secret} />{' '}
            <Button onClick={() => setSecret(undefined)}>{text.account.stored}</Button>
          </div>
        </div>
      )}
      {error && !tokens ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !tokens ? (
        <Skeleton rows={2} rowHeight={40} />
      ) : (
        tokens.length > 0 && <TokensTable tokens={tokens} onRevoke={setRevoked} />
      )}
      <NewToken onSecret={setSecret} />
      {revoked && (
        <Confirm
          title={text.account.revoke}
          action={text.account.revoke}
          isBusy={revoke.isPending}
          failure={failureText(revoke.error)}
          onConfirm={() => revoke.mutate({ apiTokenId: revoked.id }, { onSuccess: () => setRevoked(undefined) })}
          onClose={() => setRevoked(undefined)}
        >
          {text.account.revokeHint(revoked.name)}
        </Confirm>
      )}
    </Card>
  )
}
