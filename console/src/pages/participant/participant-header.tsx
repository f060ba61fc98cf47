import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { ShareBar } from '../../design/share-bar/share-bar.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { rightsIn } from '../../model/access/roles.ts'
import { personName, secondName } from '../../model/names.ts'
import { MAX_CALLS, type Participant } from '../../model/participant.ts'
import { counted } from '../../model/plural.ts'
import { countsText } from '../../model/quality-share.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { useAppSettings } from '../../rpc/app-settings.ts'
import { text } from '../../text/text.ts'
import { ParticipantActions } from './participant-actions.tsx'
import styles from './participant-page.module.css'

/** Who it is, since when, and how the calls were. */
export function ParticipantHeader({ participant }: { participant: Participant }) {
  const { data: app } = useAppSettings(participant.appId)
  const { data: user } = useCurrentUser()
  const second = secondName(participant)
  const isOwner = app !== undefined && user !== undefined && rightsIn(user, app.organizationId).isOwner
  return (
    <header>
      <nav className={styles.crumbs}>
        <Link to="/apps/$appId/participants" params={{ appId: participant.appId }}>
          {text.participants.title}
        </Link>
        <ChevronRight size={14} aria-hidden="true" />
        <bdi className={styles.crumb}>{personName(participant)}</bdi>
        {isOwner && <ParticipantActions participant={participant} />}
      </nav>
      <div className={styles.first}>
        <h1 className={styles.name}>
          <bdi>{personName(participant)}</bdi>
        </h1>
        {second && <bdi className={styles.second}>{second}</bdi>}
      </div>
      <p className={styles.facts}>
        {participant.isSfu && <span>{text.participant.sfu}</span>}
        {app && (
          <span>
            <Link to="/apps/$appId" params={{ appId: app.id }}>
              <bdi>{app.name}</bdi>
            </Link>
          </span>
        )}
        <Seen participant={participant} />
      </p>
      {!participant.isSfu && participant.callCount > 0 && (
        <div className={styles.share}>
          <ShareBar counts={participant.counts} />
          <span>{countsText(participant.counts)}</span>
        </div>
      )}
    </header>
  )
}

function Seen({ participant: { firstSeenAt, lastSeenAt, callCount } }: { participant: Participant }) {
  const now = Date.now()
  const calls = counted(callCount, text.nouns.call)
  return (
    <>
      <span>{callCount >= MAX_CALLS ? text.participants.orMore(calls) : calls}</span>
      <span>
        {text.participant.firstSeen} <Moment at={firstSeenAt} now={now} />
      </span>
      <span>
        {lastSeenAt === undefined ? (
          text.participant.neverSeen
        ) : (
          <>
            {text.participant.lastSeen} <Moment at={lastSeenAt} now={now} />
          </>
        )}
      </span>
    </>
  )
}
