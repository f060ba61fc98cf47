import { asArray, asObject, asString, type JsonObject } from '../domain/values/json.ts'

/** Something that was done to a recorded call, or that its data shows. Times are seconds after connected. */
export interface Label {
  /** Such as `packet_loss`, or the sign `audio_loss_received`. */
  what: string
  /** People concerned: `both`, `alice->bob`, a user. */
  who: string
  from: number
  to: number
  /** Nothing that anybody should complain about. */
  benign: boolean
}

const numberOr = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

const readLabel = (entry: JsonObject): Label => ({
  what: asString(entry['what']) ?? asString(entry['sign']) ?? '',
  who: asString(entry['direction']) ?? asString(entry['page']) ?? 'both',
  from: numberOr(entry['from_s'], 0),
  to: numberOr(entry['to_s'], Number.POSITIVE_INFINITY),
  benign: entry['benign'] === true,
})

export const readLabels = (value: unknown): Label[] => asArray(value).map(asObject).map(readLabel)
