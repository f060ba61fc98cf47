import type { JsonObject } from '@bufbuild/protobuf'
import type { Participant, ParticipantVerdict, Session } from '@peermetrics/client/call/v1'
import type { Column } from './table.ts'
import { qualityText, qualityTone } from './values.ts'
import { spreadText, timeSpan } from './verdict-text.ts'

/** A participant in one call: with what device, from where, and how it was. */
export interface Presence {
  participant: Participant
  /** The newest one; undefined for media servers, and for those who did not report. */
  session: Session | undefined
  verdict: ParticipantVerdict | undefined
}

interface Known {
  participants: readonly Participant[]
  sessions: readonly Session[]
  verdicts: readonly ParticipantVerdict[]
}

export const presences = ({ participants, sessions, verdicts }: Known): Presence[] =>
  participants.map(participant => ({
    participant,
    session: sessions.findLast(({ participantId }) => participantId === participant.id),
    verdict: verdicts.find(({ participantId }) => participantId === participant.id),
  }))

/** `Chrome 131, Mac OS`; empty when the session does not tell. */
function deviceText(session: Session | undefined): string {
  const { browser, os } = (session?.platform ?? {}) as { browser?: JsonObject; os?: JsonObject }
  const name = (of: JsonObject | undefined) => (typeof of?.['name'] === 'string' ? of['name'] : '')
  const version = typeof browser?.['version'] === 'string' ? browser['version'].split('.')[0] : ''
  return [`${name(browser)} ${version}`.trim(), name(os)].filter(Boolean).join(', ')
}

/** `Berlin, DE`; empty when it is not known. */
const placeText = (session: Session | undefined): string =>
  [session?.geoLocation?.city, session?.geoLocation?.countryCode].filter(Boolean).join(', ')

export const participantListing = {
  columns: [
    { title: 'PARTICIPANT', text: ({ participant: { name, externalId } }) => name || externalId, atLeast: 12 },
    {
      title: 'QUALITY',
      text: ({ participant, verdict }) =>
        qualityText(verdict?.verdict) || (participant.isSfu ? 'media server' : 'not judged'),
      tone: ({ verdict }) => qualityTone(verdict?.verdict),
    },
    { title: 'REASON', text: ({ verdict }) => verdict?.verdict?.reason ?? '', atLeast: 28 },
    { title: 'DEVICE', text: ({ session }) => deviceText(session) },
    { title: 'PLACE', text: ({ session }) => placeText(session) },
    { title: 'AUDIO', text: ({ verdict }) => spreadText(verdict?.audio) },
    { title: 'VIDEO', text: ({ verdict }) => spreadText(verdict?.video) },
    { title: 'OBSERVED', text: ({ verdict }) => (verdict?.observedSeconds ? timeSpan(verdict.observedSeconds) : '') },
    { title: 'EXTERNAL ID', text: ({ participant }) => participant.externalId },
    { title: 'ID', text: ({ participant }) => participant.id },
  ] satisfies Column<Presence>[],
  leaveOut: ['OBSERVED', 'VIDEO', 'AUDIO', 'PLACE', 'DEVICE', 'EXTERNAL ID', 'ID', 'REASON'],
}
