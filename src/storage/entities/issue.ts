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
    data: json().nullable(),
    createdAt: instant(),
  },
  indexes: [
    { properties: ['conference'] },
    { properties: ['session'] },
    { properties: ['participant'] },
    { properties: ['connection'] },
    { properties: ['app', 'createdAt'] },
  ],
})

/** A finding about a conference, session, participant, connection or track. */
export class Issue extends IssueSchema.class {}
IssueSchema.setClass(Issue)
