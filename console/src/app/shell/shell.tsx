import { Outlet } from '@tanstack/react-router'
import { Suspense, useRef, useState } from 'react'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { lazyPart } from '../../design/part.ts'
import { mayBeSignedIn } from '../../design/signed-in/signed-in-setting.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useLostContact } from '../../rpc/server-contact.ts'
import { useSignedOut } from '../../rpc/signed-out.ts'
import { text } from '../../text/text.ts'
import styles from './shell.module.css'
import { ToSignIn } from './to-sign-in.tsx'
import { TopBar } from './top-bar.tsx'
import { usePageFocus } from './use-page-focus.ts'
import { useShellKeys } from './use-shell-keys.ts'

type Overlay = 'search' | 'keyboard'

// Dialogs come with their first opening: the first page is there sooner.
const SearchDialog = lazyPart(() => import('../search/search-dialog.tsx'), 'SearchDialog')
const KeyboardHelp = lazyPart(() => import('../keyboard/keyboard-help.tsx'), 'KeyboardHelp')
const ExpiredSignIn = lazyPart(() => import('./expired-sign-in.tsx'), 'ExpiredSignIn')

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  const [isAsked] = useState(mayBeSignedIn)
  const { data: user, error, refetch } = useCurrentUser(isAsked)
  const isSignedOut = useSignedOut()
  const isContactLost = useLostContact()
  const [overlay, setOverlay] = useState<Overlay>()
  const close = () => setOverlay(undefined)
  const content = useRef<HTMLElement>(null)
  useShellKeys(setOverlay)
  usePageFocus(content)
  if (!isAsked) return <ToSignIn />
  if (error && !user) {
    const failure = failureOf(error)
    if (failure.kind === 'signedOut') return <ToSignIn />
    return <FailureNotice failure={failure} onRetry={() => void refetch()} />
  }
  return (
    <>
      <a className={styles.skip} href="#content">
        {text.shell.skip}
      </a>
      <TopBar user={user} onSearch={() => setOverlay('search')} onKeyboard={() => setOverlay('keyboard')} />
      <div role="status">{isContactLost && <p className={styles.lost}>{text.shell.offline}</p>}</div>
      <main ref={content} id="content" className={styles.content} tabIndex={-1}>
        {user && <Outlet />}
      </main>
      <Suspense>
        {user && isSignedOut && <ExpiredSignIn email={user.email} />}
        {overlay === 'search' && <SearchDialog onClose={close} />}
        {overlay === 'keyboard' && <KeyboardHelp onClose={close} />}
      </Suspense>
    </>
  )
}
