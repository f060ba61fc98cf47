import { useQuery } from '@connectrpc/connect-query'
import { keepPreviousData } from '@tanstack/react-query'
import type { Participant as ParticipantMessage } from '../../../gen/peermetrics/call/v1/participant_pb.js'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { noCounts, type Participant } from '../model/participant.ts'
import type { ParticipantsView } from '../model/participants-view.ts'
import { toPerson } from './convert/call.ts'
import { optionalMs } from './convert/time.ts'

const toParticipant = ({ activity, ...participant }: ParticipantMessage): Participant => ({
  ...toPerson(participant),
  appId: participant.appId,
  firstSeenAt: optionalMs(participant.createTime) ?? 0,
  lastSeenAt: optionalMs(activity?.lastSeenTime),
  callCount: activity?.conferenceCount ?? 0,
  counts: activity
    ? {
        good: activity.goodCount,
        fair: activity.fairCount,
        poor: activity.poorCount,
        bad: activity.badCount,
        unjudged: activity.unjudgedCount,
      }
    : noCounts(),
})

export const useParticipant = (participantId: string) =>
  useQuery(
    QueryService.method.getParticipant,
    { participantId },
    { select: ({ participant }) => participant && toParticipant(participant) },
  )

/** A page of the participants of an app, those who came last first. */
export const useParticipants = (appId: string, { q = '', page = '' }: ParticipantsView) =>
  useQuery(
    QueryService.method.listParticipants,
    { appId, query: q, order: Order.NEWEST_FIRST, withActivities: true, pageSize: 50, pageToken: page },
    {
      placeholderData: keepPreviousData,
      select: ({ participants, nextPageToken }) => ({
        participants: participants.map(toParticipant),
        nextPage: nextPageToken || undefined,
      }),
    },
  )
