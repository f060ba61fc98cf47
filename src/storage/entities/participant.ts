import { defineEntity, p } from '@mikro-orm/core'
import type { QualityVerdict } from '../../domain/issues/quality.ts'
import { App } from './app.ts'
import { id, instant, json, prefixIndex, trigramIndex } from './columns.ts'
import { Conference } from './conference.ts'

const ParticipantSchema = defineEntity({
  name: 'Participant',
  tableName: 'participant',
  properties: {
    id: id(),
    app: () => p.manyToOne(App).mapToPk(),
    /** The id that the application gave the user; unique in its app. */
    externalId: p.string().length(64),
    name: p.string().length(64).nullable(),
    isSfu: p.boolean().default(false),
    createdAt: instant(),
  },
  indexes: [
    { properties: ['app', 'createdAt', 'id'] },
    prefixIndex('participant', 'external_id', { unique: true }),
    prefixIndex('participant', 'name'),
    trigramIndex('participant', 'external_id'),
    trigramIndex('participant', 'name'),
  ],
})

/** An endpoint of calls: a person or an SFU. */
export class Participant extends ParticipantSchema.class {}
ParticipantSchema.setClass(Participant)

const ConferenceParticipantSchema = defineEntity({
  name: 'ConferenceParticipant',
  tableName: 'conference_participant',
  properties: {
    conference: () => p.manyToOne(Conference).mapToPk().primary(),
    participant: () => p.manyToOne(Participant).mapToPk().primary(),
    /** Verdict for the participant, like that of the conference. */
    verdict: json<QualityVerdict>().nullable(),
  },
  indexes: [{ properties: ['participant'] }],
})

/** That a participant was announced in a conference, by itself or by a peer. */
export class ConferenceParticipant extends ConferenceParticipantSchema.class {}
ConferenceParticipantSchema.setClass(ConferenceParticipant)
