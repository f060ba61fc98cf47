import { create } from '@bufbuild/protobuf'
import { Quality } from '../../../gen/peermetrics/call/v1/summary_pb.js'
import { SearchMatchSchema, SearchMatchType } from '../../../gen/peermetrics/query/v1/search_pb.js'
import type { FoundThing } from '../../services/query/search.ts'
import { instantField } from './fields.ts'
import { qualityMessage } from './verdict.ts'

const types: Record<FoundThing['kind'], SearchMatchType> = {
  conference: SearchMatchType.CONFERENCE,
  participant: SearchMatchType.PARTICIPANT,
  app: SearchMatchType.APP,
  organization: SearchMatchType.ORGANIZATION,
  session: SearchMatchType.SESSION,
  connection: SearchMatchType.CONNECTION,
  event: SearchMatchType.EVENT,
}

export const searchMatchMessage = ({ kind, quality, createdAt, ...hit }: FoundThing) =>
  create(SearchMatchSchema, {
    type: types[kind],
    id: hit.id,
    name: hit.name ?? '',
    externalId: hit.externalId ?? '',
    urlPath: hit.urlPath,
    appId: hit.appId ?? '',
    createTime: instantField(new Date(createdAt)),
    quality: kind === 'conference' ? qualityMessage(quality) : Quality.UNSPECIFIED,
  })
