import { describe, expect, it } from 'vitest'
import {
  pageAddress,
  readRecordsView,
  recordAddress,
  recordsSearch,
} from '../../../console/src/model/records/record-addresses.ts'
import { changesOf, deletedText, editedOf } from '../../../console/src/model/records/record-changes.ts'
import type { RecordField, StoredRecord } from '../../../console/src/model/records/records.ts'

const record = (kind: string, fields: StoredRecord['fields'] = {}): StoredRecord => ({
  kind,
  id: 'x',
  fields,
  createdAt: undefined,
})

describe('addresses of records', () => {
  it.each([
    ['conference', {}, '/conference/x', {}],
    ['summary', {}, '/conference/x', {}],
    ['participant', {}, '/participant/x', {}],
    ['app', {}, '/apps/x', {}],
    ['organization', {}, '/organization/x', {}],
    ['session', { conference_id: 'c', participant_id: 'p' }, '/conference/c', { who: 'p' }],
    ['connection', { conference_id: 'c' }, '/conference/c', { peer: 'x', tab: 'network' }],
    ['issue', { conference_id: 'c' }, '/conference/c', { finding: 'x' }],
    ['event', { conference_id: 'c' }, '/conference/c', { event: 'x', tab: 'events' }],
  ])('show a %s to everybody', (kind, fields, to, search) => {
    expect(pageAddress(record(kind, fields))).toEqual({ to, search })
  })

  it.each([['track'], ['user'], ['issue']])('are none where a %s has no page', kind => {
    expect(pageAddress(record(kind))).toBeUndefined()
  })

  it('name the call of an event, without which it is not found', () => {
    expect(recordAddress('event', 'x', 'c')).toEqual({ to: '/admin/records/event/x', search: { conference: 'c' } })
    expect(recordAddress('issue', 'x', 'c')).toEqual({ to: '/admin/records/issue/x', search: {} })
  })

  it('keep filters by fields that there are, and no others', () => {
    const view = readRecordsView({ app_id: 'a', color: 'red', name: '', order: 'oldest', page: 't' }, [
      'app_id',
      'name',
    ])
    expect(view).toEqual({ filters: { app_id: 'a' }, order: 'oldest', page: 't' })
    expect(recordsSearch(view)).toEqual({ app_id: 'a', order: 'oldest' })
    expect(recordsSearch(readRecordsView({ order: 'sideways' }, []))).toEqual({})
  })
})

const fields: RecordField[] = [
  { name: 'name', type: 'text', isFilterable: true, isEditable: true, maxLength: 64, linkedKind: undefined },
  {
    name: 'recording',
    type: 'boolean',
    isFilterable: false,
    isEditable: true,
    maxLength: undefined,
    linkedKind: undefined,
  },
]

describe('changes of a record', () => {
  const stored = record('app', { name: 'Demo', recording: true })

  it.each([
    [{}, []],
    [{ name: 'Acme' }, [{ name: 'name', was: 'Demo', becomes: 'Acme' }]],
    [{ name: '' }, [{ name: 'name', was: 'Demo', becomes: null }]],
    [{ recording: false }, [{ name: 'recording', was: true, becomes: false }]],
  ])('after %j', (change, expected) => {
    expect(changesOf(stored, fields, { ...editedOf(stored, fields), ...change })).toEqual(expected)
  })

  it('show what is not there as an empty text, which is no change', () => {
    const unnamed = record('app', { name: null, recording: null })
    expect(editedOf(unnamed, fields)).toEqual({ name: '', recording: false })
    expect(changesOf(unnamed, fields, editedOf(unnamed, fields))).toEqual([])
  })

  it('say in words what goes', () => {
    const deleted = [
      { kind: 'conference', count: 1 },
      { kind: 'event', count: 2311 },
      { kind: 'marble', count: 2 },
    ]
    expect(deletedText(deleted)).toBe('1\u00a0call, 2,311\u00a0events, 2\u00a0marble')
  })
})
