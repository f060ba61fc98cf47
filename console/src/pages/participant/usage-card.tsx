import { Card } from '../../design/card/card.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { ShareBar } from '../../design/share-bar/share-bar.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { type UsedThing, usageKinds } from '../../model/participant-usage.ts'
import { counted } from '../../model/plural.ts'
import { troubleText } from '../../model/quality-share.ts'
import { count } from '../../model/units.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useParticipantUsage } from '../../rpc/participant-usage.ts'
import { text } from '../../text/text.ts'
import styles from './usage-card.module.css'

/** Devices, browsers and networks, with how the calls were in which each was used. */
export function UsageCard({ participantId }: { participantId: string }) {
  const { data, error, refetch } = useParticipantUsage(participantId)
  const note = data?.isPartial ? text.participant.usagePartial(counted(data.callCount, text.nouns.call)) : undefined
  return (
    <Card title={text.participant.usage} note={note}>
      {error && !data ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} rowHeight={40} />
      ) : !data.hasSessions ? (
        <Notice title={text.participant.usageNone} />
      ) : (
        <div className={styles.groups}>
          {usageKinds.map(kind => (
            <section key={kind} className={styles.group} aria-label={text.participant.kinds[kind]}>
              <h3 className={styles.kind}>{text.participant.kinds[kind]}</h3>
              <UsedThings things={data.usage[kind]} />
            </section>
          ))}
        </div>
      )}
    </Card>
  )
}

/** Things of a kind that are named; more are counted. */
const MAX_THINGS = 5

function UsedThings({ things }: { things: readonly UsedThing[] }) {
  if (things.length === 0) return <p className={styles.none}>{text.participant.notReported}</p>
  return (
    <ul>
      {things.slice(0, MAX_THINGS).map(({ name, counts }) => (
        <li key={name} className={styles.thing}>
          <Foreign>{name}</Foreign>
          <span className={styles.trouble}>{troubleText(counts)}</span>
          <ShareBar counts={counts} />
        </li>
      ))}
      {things.length > MAX_THINGS && (
        <li className={styles.none}>{text.participant.more(count(things.length - MAX_THINGS))}</li>
      )}
    </ul>
  )
}
