import { defineEntity, p } from '@mikro-orm/core'
import type { TrackDirection, TrackInfo, TrackKind } from '../../domain/call/track.ts'
import { App } from './app.ts'
import { id, instant, json } from './columns.ts'
import { Connection } from './connection.ts'
import { Session } from './session.ts'

const TrackSchema = defineEntity({
  name: 'Track',
  tableName: 'track',
  properties: {
    id: id(),
    app: () => p.manyToOne(App).mapToPk(),
    session: () => p.manyToOne(Session).mapToPk(),
    /** Null until a connection was seen to carry it: getUserMedia comes before connections. */
    connection: () => p.manyToOne(Connection).mapToPk().nullable(),
    kind: p.string().$type<TrackKind>().length(8).nullable(),
    direction: p.string().$type<TrackDirection>().length(8),
    /** MediaStreamTrack.id, as the page reports it. */
    trackId: p.string().length(40),
    label: p.string().length(128).nullable(),
    info: json<TrackInfo>(),
    createdAt: instant(),
  },
  uniques: [{ properties: ['session', 'trackId'] }],
  indexes: [{ properties: ['connection'] }],
})

/** A media track of a session. */
export class Track extends TrackSchema.class {}
TrackSchema.setClass(Track)
