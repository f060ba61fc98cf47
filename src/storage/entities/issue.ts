import { defineEntity, p } from '@mikro-orm/core'
import { App } from './app.ts'
import { id, instant, json } from './columns.ts'
import { Conference } from './conference.ts'
import { Connection } from './connection.ts'
import { Participant } from './participant.ts'
import { Session } from './session.ts'
import { Track } from './track.ts'

const IssueSchema = defineEntity({
  name: 'Issue',
  tableName: 'issue',
  properties: {
    id: id(),
    app: () => p.manyToOne(App).mapToPk(),
    conference: () => p.manyToOne(Conference).mapToPk(),
    session: () => p.manyToOne(Session).mapToPk().nullable(),
    participant: () => p.manyToOne(Participant).mapToPk().nullable(),
    connection: () => p.manyToOne(Connection).mapToPk().nullable(),
    track: () => p.manyToOne(Track).mapToPk().nullable(),
    type: p.string().$type<'error' | 'warning'>().length(8),
    code: p.string().length(64),
    /** Key of the subject: each code is raised once a conference and subject. */
    subject: p.string().length(160),
    data: json().nullable(),
    /** Of a finding that lasts: when it began, and when it was over. */
    startedAt: instant().nullable(),
    endedAt: instant().nullable(),
    createdAt: instant(),
  },
  uniques: [{ properties: ['conference', 'code', 'subject'] }],
  indexes: [
    { properties: ['session'] },
    { properties: ['participant'] },
    { properties: ['connection'] },
    { properties: ['app', 'createdAt', 'id'] },
  ],
})

/** A finding about a conference, session, participant, connection or track. */
export class Issue extends IssueSchema.class {}
IssueSchema.setClass(Issue)
