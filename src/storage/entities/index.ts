import { Analysis } from './analysis.ts'
import { App } from './app.ts'
import { Conference } from './conference.ts'
import { Connection } from './connection.ts'
import { Issue } from './issue.ts'
import { Organization } from './organization.ts'
import { ConferenceParticipant, Participant } from './participant.ts'
import { Session } from './session.ts'
import { Summary, SummaryChunk } from './summary.ts'
import { Track } from './track.ts'

/** Every table that the ORM maps; `event` has a store of its own. */
export const entities = [
  Organization,
  App,
  Conference,
  Participant,
  ConferenceParticipant,
  Session,
  Connection,
  Track,
  Issue,
  Summary,
  SummaryChunk,
  Analysis,
]
