import { text } from '../../text/text.ts'
import type { ConnectionSeries, Metric, MetricSeries } from './series.ts'

export const graphNames = [
  'quality',
  'bitrate',
  'loss',
  'roundTrip',
  'jitter',
  'frames',
  'size',
  'freezes',
  'limited',
  'level',
  'encode',
] as const
export type GraphName = (typeof graphNames)[number]

interface GraphKind {
  metrics: readonly Metric[]
  /** Of its values; `score` for 1 to 5. */
  unit: string
  /** Fixed ends of its axis; else they follow the values. */
  range?: readonly [number, number]
  /** Lines that are drawn across: those of the verdict. */
  bounds?: readonly number[]
  /** Drawn as steps: it is as it is at the end of an interval. */
  isStepped?: boolean
}

export const graphKinds: Record<GraphName, GraphKind> = {
  quality: { metrics: ['audioScore', 'videoScore'], unit: 'score', range: [1, 5], bounds: [3, 3.5] },
  bitrate: { metrics: ['bitrate', 'targetBitrate', 'availableBitrate'], unit: 'bit/s' },
  loss: { metrics: ['packetLoss'], unit: '%' },
  roundTrip: { metrics: ['roundTrip', 'rtcpRoundTrip'], unit: 'ms' },
  jitter: { metrics: ['jitter', 'jitterBuffer', 'jitterBufferMinimum'], unit: 'ms' },
  frames: { metrics: ['frameRate'], unit: 'fps' },
  size: { metrics: ['frameHeight'], unit: 'px', isStepped: true },
  freezes: { metrics: ['frozen', 'concealed'], unit: '%' },
  limited: { metrics: ['cpuLimited', 'bandwidthLimited'], unit: '%' },
  level: { metrics: ['audioLevel'], unit: '', range: [0, 1] },
  encode: { metrics: ['encodeTime'], unit: 'ms' },
}

/** Graphs that are folded away. */
export const minorGraphs: readonly GraphName[] = ['level', 'encode']

/** Colours of lines: the first of a medium has its own. */
const colors = ['audio', 'video', 'connection', 'orange', 'pink', 'green', 'brown', 'slate'] as const
type LineColor = (typeof colors)[number]

/** A line of a graph: what is sent is dashed, estimates and targets are thin. */
export interface Line {
  key: string
  label: string
  color: LineColor
  isDashed: boolean
  isThin: boolean
  values: (number | null)[]
}

const thin: readonly Metric[] = ['targetBitrate', 'availableBitrate', 'jitterBufferMinimum', 'rtcpRoundTrip']

/** Lines of a graph; those that say nothing are left out. Several streams of a kind are numbered. */
export function linesOf({ metrics }: ConnectionSeries, name: GraphName): Line[] {
  const wanted = graphKinds[name].metrics
  const shown = metrics
    .filter(({ metric, values }) => wanted.includes(metric) && values.some(value => value !== null))
    .toSorted((one, other) => wanted.indexOf(one.metric) - wanted.indexOf(other.metric))
  const labels = shown.map(labelOf)
  const numbers = labels.map((label, index) => labels.slice(0, index + 1).filter(other => other === label).length)
  const colorOf = assignColors(shown, numbers)
  return shown.map((series, index) => {
    const label = labels[index] ?? ''
    const isOneOfMany = labels.filter(other => other === label).length > 1
    return {
      key: `${series.metric} ${series.streamKey}`,
      label: isOneOfMany ? `${label} ${numbers[index]}` : label,
      color: colorOf(series, numbers[index] ?? 1),
      isDashed: series.direction === 'outbound',
      isThin: thin.includes(series.metric),
      values: series.values,
    }
  })
}

const subjectOf = ({ metric, kind }: MetricSeries, number: number): string => `${metric} ${kind ?? ''} ${number}`

/** No two measures or streams share a colour while there are colours left; both directions of one do. */
function assignColors(shown: readonly MetricSeries[], numbers: readonly number[]) {
  const assigned = new Map<string, LineColor>()
  for (const [index, series] of shown.entries()) {
    const subject = subjectOf(series, numbers[index] ?? 1)
    if (assigned.has(subject)) continue
    const taken = new Set(assigned.values())
    const own = series.kind ?? 'connection'
    const spare = colors.slice(3).find(color => !taken.has(color)) ?? colors.find(color => !taken.has(color))
    assigned.set(subject, taken.has(own) ? (spare ?? colors[assigned.size % colors.length] ?? own) : own)
  }
  return (series: MetricSeries, number: number): LineColor => assigned.get(subjectOf(series, number)) ?? 'connection'
}

/** Scores are of what is received: the medium says all. */
function labelOf({ metric, direction, kind }: MetricSeries): string {
  if (metric === 'audioScore' || metric === 'videoScore') return text.media.metrics[metric]
  const stream = [kind && text.findings.kinds[kind], direction && text.media.directions[direction]].filter(Boolean)
  return [text.media.metrics[metric], stream.join(' ')].filter(Boolean).join(', ') || text.media.connection
}

/** Graphs in which findings are seen. */
const graphOfCode: Record<string, GraphName> = {
  very_low_audio_score: 'quality',
  low_audio_score: 'quality',
  high_packet_loss: 'loss',
  high_rtt: 'roundTrip',
  high_jitter: 'jitter',
  playout_delay: 'jitter',
  low_outgoing_bandwidth: 'bitrate',
  no_inbound_media: 'bitrate',
  bandwidth_limited: 'limited',
  cpu_limited: 'limited',
  encoder_stalled: 'frames',
  camera_stalled: 'frames',
  low_frame_rate: 'frames',
  video_freeze: 'freezes',
  audio_concealment: 'freezes',
  silent_microphone: 'level',
}

/** The graph that measures what an issue is about; undefined where none does. */
export const graphOfIssue = (code: string): GraphName | undefined => graphOfCode[code]
