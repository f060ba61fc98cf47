import { Analysis } from './analysis.ts'
import { ApiToken } from './api-token.ts'
import { App } from './app.ts'
import { AuditEntry } from './audit-entry.ts'
import { Conference } from './conference.ts'
import { Connection } from './connection.ts'
import { Issue } from './issue.ts'
import { Membership } from './membership.ts'
import { Organization } from './organization.ts'
import { ConferenceParticipant, Participant } from './participant.ts'
import { SeriesChunk } from './series-chunk.ts'
import { Session } from './session.ts'
import { SignIn } from './sign-in.ts'
import { Summary, SummaryChunk } from './summary.ts'
import { Track } from './track.ts'
import { User } from './user.ts'

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
  SeriesChunk,
  Analysis,
  User,
  Membership,
  SignIn,
  ApiToken,
  AuditEntry,
]
