import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judge } from '../src/diagnose/judgement.ts'
import { readRecordedCall } from '../src/diagnose/recorded-call.ts'
import { report } from '../src/diagnose/table.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'

const FOLDER = 'data/impaired-calls'

const judgeFile = async (file: string) => judge(await readRecordedCall(file))

describe.runIf(hasSharedData())('recorded calls under impairments', () => {
  const files = hasSharedData() ? readdirSync(sharedPath(FOLDER)) : []

  it.each(files)('%s', async file => {
    const { expected, unexplained, verdicts } = await judgeFile(sharedPath(`${FOLDER}/${file}`))
    expect(unexplained).toEqual([])
    expect(expected.filter(({ shownBy }) => shownBy.length === 0)).toEqual([])
    expect(verdicts.filter(({ isRight }) => !isRight)).toEqual([])
  })

  it('healthy ones have no findings at all', async () => {
    const healthy = files.filter(file => /^(0[1-7]|2[67]|30)/.test(file))
    expect(healthy.length).toBeGreaterThan(5)
    for (const file of healthy) expect((await judgeFile(sharedPath(`${FOLDER}/${file}`))).found).toEqual([])
  })

  it('those who are concerned are named', async () => {
    const who = async (file: string, code: string) =>
      new Set(
        (await judgeFile(sharedPath(`${FOLDER}/${file}`))).found
          .filter(one => one.code === code)
          .map(one => one.participantId),
      )
    expect(await who('14-bandwidth-150k-a2b.json', 'bandwidth_limited')).toEqual(new Set(['alice']))
    expect(await who('23a-mic-dead-webaudio.json', 'silent_microphone')).toEqual(new Set(['alice']))
    expect(await who('08-loss-8pc-both.json', 'high_packet_loss')).toEqual(new Set(['alice', 'bob']))
  })

  it('are told as a table', async () => {
    const text = report([await judgeFile(sharedPath(`${FOLDER}/11-rtt-600.json`))])
    expect(text).toMatch(/expected {2}high_rtt +alice +0\.0–90\.0 +found/)
    expect(text).toMatch(/found {5}low_audio_score +alice .* by high_rtt/)
    expect(text).toMatch(
      /verdict {3}bob +poor +The delay of the network was high for 1 min 25 s, so heard audio came late/,
    )
    expect(text).toMatch(/recall +2\/2 = 100\.0 %/)
    expect(text).toMatch(/verdicts +2\/2 = 100\.0 %/)
  })
})

describe.runIf(hasSharedData())('the judgement of a call is strict', () => {
  const loss = { what: 'packet_loss', who: 'alice->bob', from: 0, to: 90, benign: false }
  const judged = async (file: string, truth: Partial<typeof loss>[]) => {
    const call = await readRecordedCall(sharedPath(`${FOLDER}/${file}`))
    return judge({ ...call, observed: [], truth: truth.map(label => ({ ...loss, ...label })) })
  }
  const shown = async (file: string, label: Partial<typeof loss>) =>
    (await judged(file, [label])).expected.map(({ person, shownBy }) => [person, shownBy.length > 0])

  it('a finding counts for whoever suffers, not for the other one', async () => {
    expect(await shown('14-bandwidth-150k-a2b.json', { what: 'bandwidth_limited' })).toEqual([['alice', true]])
    expect(await shown('14-bandwidth-150k-a2b.json', { what: 'bandwidth_limited', who: 'bob->alice' })).toEqual([
      ['bob', false],
    ])
  })

  it('a consequence does not count, nor a finding that reaches far beyond', async () => {
    expect(await shown('11-rtt-600.json', {})).toEqual([['bob', false]])
    expect(await shown('08-loss-8pc-both.json', {})).toEqual([['bob', true]])
    expect(await shown('08-loss-8pc-both.json', { from: 40, to: 60 })).toEqual([['bob', false]])
  })

  it('what no label explains is told, and a verdict that it does not bear out is wrong', async () => {
    const { unexplained, verdicts } = await judged('08-loss-8pc-both.json', [])
    expect(unexplained.length).toBeGreaterThan(5)
    expect(verdicts.map(({ isRight }) => isRight)).toEqual([false, false])
  })
})

it('the recorded call of the SDK has no findings', async () => {
  expect((await judgeFile('test/recordings/sdk-call.json')).found).toEqual([])
})
