import { invalid } from '../values/errors.ts'
import { isJsonObject, type JsonValue } from '../values/json.ts'
import { type Thresholds, thresholdLimits, thresholdsWith } from './thresholds.ts'

/** Pairs of which the first may not lie above the second: else an episode could not begin, or not end. */
const ordered: readonly (readonly [keyof Thresholds, keyof Thresholds])[] = [
  ['raisedSeconds', 'windowSeconds'],
  ['packetLossEndPercent', 'packetLossPercent'],
  ['concealedEndPercent', 'concealedPercent'],
  ['veryLowAudioScore', 'audioScore'],
]

const isName = (name: string): name is keyof Thresholds => Object.hasOwn(thresholdLimits, name)

function checkedValue(name: string, value: JsonValue): number {
  if (!isName(name)) throw invalid(`thresholds.${name}: there is no such threshold`)
  const { least, most, whole } = thresholdLimits[name]
  if (typeof value !== 'number' || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw invalid(`thresholds.${name} must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`)
  }
  return value
}

/**
 * The thresholds of an app that differ from the defaults, as they may be stored.
 * @throws DomainError invalid_parameters naming the entry: an unknown name, a value out of range, or a line that ends above
 *   where it begins
 */
export function checkedThresholds(overrides: JsonValue): Record<string, number> {
  if (!isJsonObject(overrides)) throw invalid('thresholds must be an object of numbers by name')
  const checked = Object.fromEntries(
    Object.entries(overrides).map(([name, value]) => [name, checkedValue(name, value)]),
  )
  const all = thresholdsWith(checked)
  for (const [low, high] of ordered) {
    if (all[low] > all[high]) throw invalid(`thresholds.${low} must not be above thresholds.${high}`)
  }
  return checked
}
