import type { ServiceImpl } from '@connectrpc/connect'
import type { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { recordLine } from '../presentation/record-line.ts'
import { eraseParticipant } from '../services/privacy/erase-participant.ts'
import { exportParticipant } from '../services/privacy/export-participant.ts'
import { callerContextOf } from './request-context.ts'

/** Characters of one message of an export, about. */
const MESSAGE_LENGTH = 64_000

/** The RPCs by which people get what they may demand about their own data. */
export const privacyService: ServiceImpl<typeof PrivacyService> = {
  async eraseParticipant({ participantId }, call) {
    const { sessions, connections, tracks, issues, events } = await eraseParticipant(
      callerContextOf(call),
      participantId,
    )
    return {
      sessionCount: sessions,
      connectionCount: connections,
      trackCount: tracks,
      issueCount: issues,
      eventCount: BigInt(events),
    }
  },

  async *exportParticipant({ participantId }, call) {
    let lines = ''
    for await (const record of exportParticipant(callerContextOf(call), participantId)) {
      lines += recordLine(record)
      if (lines.length < MESSAGE_LENGTH) continue
      yield { jsonLines: Buffer.from(lines) }
      lines = ''
    }
    if (lines) yield { jsonLines: Buffer.from(lines) }
  },
}
