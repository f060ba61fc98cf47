import type { ConnectionSeries, Metric, MetricSeries } from './series.ts'

const metrics: readonly Metric[] = ['audioScore', 'videoScore']

/** Only the scores of a connection: the lowest of each medium where several streams were received. */
export const worstScores = (series: ConnectionSeries): ConnectionSeries => ({
  ...series,
  metrics: metrics.flatMap(metric => {
    const streams = series.metrics.filter(stream => stream.metric === metric)
    const [first] = streams
    return first ? [{ ...first, streamKey: metric, values: lowest(streams) }] : []
  }),
})

/** Whether anything was scored. */
export const hasScores = ({ metrics: all }: ConnectionSeries): boolean =>
  all.some(({ metric, values }) => metrics.includes(metric) && values.some(value => value !== null))

function lowest(streams: readonly MetricSeries[]): (number | null)[] {
  const [first] = streams
  return (first?.values ?? []).map((_, index) => {
    const known = streams.map(({ values }) => values[index] ?? null).filter(value => value !== null)
    return known.length === 0 ? null : Math.min(...known)
  })
}
