import { create } from '@bufbuild/protobuf'
import { SearchMatchSchema, SearchMatchType } from '../../../gen/peermetrics/query/v1/search_pb.js'
import type { FoundThing } from '../../services/query/search.ts'

const types: Record<FoundThing['kind'], SearchMatchType> = {
  conference: SearchMatchType.CONFERENCE,
  participant: SearchMatchType.PARTICIPANT,
  app: SearchMatchType.APP,
  organization: SearchMatchType.ORGANIZATION,
}

export const searchMatchMessage = ({ kind, id, name, externalId, urlPath }: FoundThing) =>
  create(SearchMatchSchema, { type: types[kind], id, name: name ?? '', externalId: externalId ?? '', urlPath })
