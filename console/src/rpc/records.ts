import { useMutation, useQuery } from '@connectrpc/connect-query'
import { keepPreviousData } from '@tanstack/react-query'
import {
  type Record as RecordMessage,
  RecordService,
  FieldType as Type,
} from '../../../gen/peermetrics/admin/v1/record_service_pb.js'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import type { RecordsView } from '../model/records/record-addresses.ts'
import type { FieldChange } from '../model/records/record-changes.ts'
import type { FieldType, RecordKind, References, StoredRecord } from '../model/records/records.ts'
import { optionalMs } from './convert/time.ts'
import { useForget, useForgetAll } from './use-forget.ts'

const { method } = RecordService

const types: Record<Type, FieldType> = {
  [Type.UNSPECIFIED]: 'json',
  [Type.UUID]: 'uuid',
  [Type.TEXT]: 'text',
  [Type.NUMBER]: 'number',
  [Type.BOOLEAN]: 'boolean',
  [Type.TIME]: 'time',
  [Type.JSON]: 'json',
}

const toRecord = ({ kind, id, fields, createTime }: RecordMessage): StoredRecord => ({
  kind,
  id,
  fields: fields ?? {},
  createdAt: optionalMs(createTime),
})

/** Every kind of record with its fields. */
export const useRecordKinds = () =>
  useQuery(
    method.listRecordKinds,
    {},
    {
      select: ({ kinds }): RecordKind[] =>
        kinds.map(({ name, rowEstimate, fields, deletable }) => ({
          name,
          rowEstimate: Number(rowEstimate) || undefined,
          isDeletable: deletable,
          fields: fields.map(field => ({
            name: field.name,
            type: types[field.type] ?? 'json',
            isFilterable: field.filterable,
            isEditable: field.editable,
            maxLength: field.maxLength || undefined,
            linkedKind: field.linkedKind || undefined,
          })),
        })),
    },
  )

/** A page of records. */
export const useRecords = (kind: string, { filters, order, page }: RecordsView, isAsked: boolean) =>
  useQuery(
    method.listRecords,
    {
      kind,
      filters,
      order: order === 'oldest' ? Order.OLDEST_FIRST : Order.NEWEST_FIRST,
      pageSize: 50,
      pageToken: page ?? '',
    },
    {
      enabled: isAsked,
      placeholderData: keepPreviousData,
      select: ({ records, nextPageToken }) => ({
        records: records.map(toRecord),
        nextPage: nextPageToken || undefined,
      }),
    },
  )

/** @param conferenceId of an event only */
export const useRecord = (kind: string, recordId: string, conferenceId: string | undefined) =>
  useQuery(
    method.getRecord,
    { kind, recordId, conferenceId: conferenceId ?? '' },
    {
      select: ({ record, references }) =>
        record && {
          record: toRecord(record),
          references: references.map(({ kind: from, field, count }): References => ({ kind: from, field, count })),
        },
    },
  )

/** Changes fields of a record. */
export function useUpdateRecord() {
  const forget = useForget(RecordService)
  const { mutate, ...state } = useMutation(method.updateRecord, { onSuccess: forget })
  const update = ({ kind, id }: StoredRecord, changes: readonly FieldChange[], onSuccess: () => void) => {
    const fields = Object.fromEntries(changes.map(({ name, becomes }) => [name, becomes]))
    mutate({ kind, recordId: id, fields }, { onSuccess })
  }
  return { update, ...state }
}

/** What a deletion takes with it; deletes nothing. */
export const useDeletionPlan = ({ kind, id }: StoredRecord) => {
  const { mutate, data, error } = useMutation(method.deleteRecord)
  // What contains the others comes first.
  const plan = data?.deleted.map(deleted => ({ kind: deleted.kind, count: Number(deleted.count) })).toReversed()
  return { ask: () => mutate({ kind, recordId: id, dryRun: true }), plan, error }
}

/** Deletes a record with all that belongs to it. */
export const useDeleteRecord = () => useMutation(method.deleteRecord, { onSuccess: useForgetAll() })
