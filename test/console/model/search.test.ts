import { describe, expect, it } from 'vitest'
import { fewOfEach, isCalled, pastedAddress, rawPath } from '../../../console/src/model/search.ts'

describe('commands', () => {
  it.each([
    ['', true],
    ['sign', true],
    ['OUT sig', true],
    ['sign up', false],
    ['ign', false],
  ])('are called by beginnings of their words: “Sign out” by “%s”: %s', (query, expected) => {
    expect(isCalled('Sign out', query)).toBe(expected)
  })
})

describe('matches of a search', () => {
  it('are a few of each kind, kinds in the order of their best', () => {
    const items = ['call 1', 'person 1', 'call 2', 'call 3', 'app 1'].map(name => ({
      kind: name.split(' ')[0] ?? '',
      name,
    }))
    expect(fewOfEach(items, 2).map(({ name }) => name)).toEqual(['call 1', 'call 2', 'person 1', 'app 1'])
  })
})

describe('pasted addresses', () => {
  const base = 'https://calls.example.test/metrics/'
  it.each([
    ['https://calls.example.test/metrics/conference/x?tab=sdp', '/conference/x?tab=sdp'],
    ['/apps/x/calls?last=7d', '/apps/x/calls?last=7d'],
    ['https://elsewhere.example.test/conference/x', undefined],
    ['//elsewhere.example.test/x', undefined],
    ['/', undefined],
    ['/ or two words', undefined],
    ['weekly-sync', undefined],
    ['', undefined],
  ])('“%s” leads to %s', (text, expected) => {
    expect(pastedAddress(text, base)).toBe(expected)
  })
})

describe('raw records of matches', () => {
  it.each([
    ['connection', '/conference/c?peer=x', '/admin/records/connection/x'],
    ['event', '/conference/c?event=x', '/admin/records/event/x?conference=c'],
    ['organization', '/organization/x', '/admin/records/organization/x'],
  ])('of a %s', (kind, path, expected) => {
    expect(rawPath({ kind, id: 'x', path })).toBe(expected)
  })
})
