import { asArray, asObject, asString, type JsonValue } from '../values/json.ts'

/** Measurements while a finding held. */
export interface Evidence {
  worst: number | undefined
  typical: number | undefined
  threshold: number | undefined
  samples: number
  unit: string
  causedBy: string[]
}

/** The evidence in the stored data of a finding. */
export function readEvidence(data: JsonValue): Evidence {
  const { worst, typical, threshold, samples, unit, causedBy } = asObject(data)
  return {
    worst: numberOf(worst),
    typical: numberOf(typical),
    threshold: numberOf(threshold),
    samples: numberOf(samples) ?? 1,
    unit: asString(unit) ?? '',
    causedBy: asArray(causedBy).filter(cause => typeof cause === 'string'),
  }
}

const numberOf = (value: JsonValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined)
