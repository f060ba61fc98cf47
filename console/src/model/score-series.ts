import type { ScoreSample } from './call.ts'

/** Scores of what one person heard and saw over one connection, in order of time. */
export interface ScoreSeries {
  connectionId: string
  personId: string
  peerId: string | undefined
  /** ms since the epoch. */
  times: number[]
  /** 1 to 5; null where nothing was scored. */
  audio: (number | null)[]
  video: (number | null)[]
}

/** Scores further apart than this many times their usual distance leave a gap. */
const GAP = 2.5

/**
 * One series a connection that has scores; a gap in them is a gap in it. Reports that come more often than the app's
 * interval are scored together: those in between have no scores, and are no gap.
 */
export function scoreSeries(samples: readonly ScoreSample[]): ScoreSeries[] {
  const scored = samples.filter(({ audio, video }) => audio !== undefined || video !== undefined)
  const byConnection = Map.groupBy(scored, ({ connectionId }) => connectionId)
  return [...byConnection.values()].flatMap(own => {
    const [first] = own
    if (!first) return []
    const { connectionId, personId, peerId } = first
    return [{ connectionId, personId, peerId, ...columns(own.toSorted((one, other) => one.at - other.at)) }]
  })
}

function columns(samples: readonly ScoreSample[]): Pick<ScoreSeries, 'times' | 'audio' | 'video'> {
  const distances = samples.slice(1).map(({ at }, index) => at - (samples[index]?.at ?? at))
  const usual = distances.toSorted((one, other) => one - other)[Math.floor(distances.length / 2)] ?? 0
  const series: Pick<ScoreSeries, 'times' | 'audio' | 'video'> = { times: [], audio: [], video: [] }
  const add = (at: number, audio: number | undefined, video: number | undefined) => {
    series.times.push(at)
    series.audio.push(audio ?? null)
    series.video.push(video ?? null)
  }
  for (const [index, { at, audio, video }] of samples.entries()) {
    const before = samples[index - 1]?.at
    if (before !== undefined && at - before > GAP * usual) add(before + 1, undefined, undefined)
    add(at, audio, video)
  }
  return series
}
