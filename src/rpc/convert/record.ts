import { create } from '@bufbuild/protobuf'
import {
  FieldType as FieldTypeMessage,
  RecordKindSchema,
  RecordSchema,
} from '../../../gen/peermetrics/admin/v1/record_service_pb.js'
import type { StoredRecord } from '../../storage/records/read-records.ts'
import { type FieldType, isDeletable, type RecordKind } from '../../storage/records/record-kinds.ts'
import { instantField } from './fields.ts'

const typeMessages: Record<FieldType, FieldTypeMessage> = {
  uuid: FieldTypeMessage.UUID,
  text: FieldTypeMessage.TEXT,
  number: FieldTypeMessage.NUMBER,
  boolean: FieldTypeMessage.BOOLEAN,
  time: FieldTypeMessage.TIME,
  json: FieldTypeMessage.JSON,
}

export const recordKindMessage = ({ kind, estimate }: { kind: RecordKind; estimate: number }) =>
  create(RecordKindSchema, {
    name: kind.name,
    rowEstimate: BigInt(estimate),
    fields: kind.fields.map(({ name, type, filterable = false, editable, link = '' }) => ({
      name,
      type: typeMessages[type],
      filterable,
      editable: editable !== undefined,
      maxLength: editable?.maxLength ?? 0,
      linkedKind: link,
    })),
    deletable: isDeletable(kind),
  })

export const recordMessage = (kind: string, { id, createdAt, fields }: StoredRecord) =>
  create(RecordSchema, { kind, id, fields, createTime: instantField(createdAt) })
