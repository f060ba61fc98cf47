import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { buttonClass } from '../../design/button/button.tsx'
import { callName } from '../../model/names.ts'
import { useFirstCall } from '../../rpc/calls.ts'
import { text } from '../../text/text.ts'
import styles from './welcome-page.module.css'

/** After so long without a call there are things to check, ms. */
const CHECKS_AFTER_MS = 60_000

/** Waits for a call, and says so when there is one. */
export function FirstCall({ appId }: { appId: string }) {
  const { data: call, isSuccess } = useFirstCall(appId)
  const [hasWaited, setWaited] = useState(false)
  if (isSuccess && !call && !hasWaited) setWaited(true)
  const isLate = useIsLate(call === undefined)
  return (
    <>
      <div className={styles.status} role="status">
        {call ? (
          <>
            <CircleCheck size={16} aria-hidden="true" className={styles.done} />
            <span className={styles.statusText}>
              {hasWaited ? text.welcome.arrived : text.welcome.hasCalls} <bdi>{callName(call)}</bdi>
            </span>
            <Link to="/conference/$conferenceId" params={{ conferenceId: call.id }} className={buttonClass('primary')}>
              {text.welcome.open}
            </Link>
          </>
        ) : (
          <>
            <span className={styles.pulse} />
            <span className={styles.statusText}>{text.welcome.waiting}</span>
          </>
        )}
      </div>
      {isLate && (
        <div className={styles.checks}>
          <p>{text.welcome.checksTitle}</p>
          <ul>
            {text.welcome.checks.map(check => (
              <li key={check}>{check}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function useIsLate(isWaiting: boolean): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!isWaiting) return setLate(false)
    const timer = setTimeout(() => setLate(true), CHECKS_AFTER_MS)
    return () => clearTimeout(timer)
  }, [isWaiting])
  return isLate
}
