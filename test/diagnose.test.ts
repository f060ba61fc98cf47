import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judge } from '../src/diagnose/judgement.ts'
import { readRecordedCall } from '../src/diagnose/recorded-call.ts'
import { report } from '../src/diagnose/table.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'

const FOLDER = 'data/impaired-calls'

/** Impairments that the sourced thresholds do not reach: ±80 ms of delay variation is 21–27 ms of `jitter`, under 30. */
const beyondThresholds = ['13a-jitter-80-inorder: jitter']

const judgeFile = async (file: string) => judge(await readRecordedCall(file))

describe.runIf(hasSharedData())('recorded calls under impairments', () => {
  const files = hasSharedData() ? readdirSync(sharedPath(FOLDER)) : []

  it.each(files)('%s', async file => {
    const { call, expected, unexplained } = await judgeFile(sharedPath(`${FOLDER}/${file}`))
    expect(unexplained).toEqual([])
    const missed = expected
      .filter(({ shownBy }) => shownBy.length === 0)
      .map(({ label }) => `${call.name}: ${label.what}`)
    expect(missed).toEqual(beyondThresholds.filter(text => text.startsWith(`${call.name}:`)))
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
    expect(text).toMatch(/expected {2}high_rtt +both +0\.0–90\.0 +found/)
    expect(text).toMatch(/found {5}low_audio_score +alice .* by high_rtt/)
    expect(text).toMatch(/recall +1\/1 = 100\.0 %/)
  })
})

it('the recorded call of the SDK has no findings', async () => {
  expect((await judgeFile('test/recordings/sdk-call.json')).found).toEqual([])
})
