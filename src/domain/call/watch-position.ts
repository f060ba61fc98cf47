import { DomainError } from '../values/errors.ts'

/** A place in the history of a conference: what was stored up to an instant was sent. Opaque to clients. */
export const watchPosition = (conferenceId: string, upTo: Date): string =>
  Buffer.from(`${conferenceId} ${upTo.getTime()}`).toString('base64url')

/** Longest position that is looked at, in characters: ours have 70. */
const MAX_POSITION_LENGTH = 256

/** @throws DomainError invalid_position for one that is damaged or of another conference */
export function positionTime(conferenceId: string, position: string): Date {
  const known = position.length > MAX_POSITION_LENGTH ? '' : position
  const [id, ms = '', ...rest] = Buffer.from(known, 'base64url').toString('utf8').split(' ')
  if (id !== conferenceId || !/^\d{1,14}$/.test(ms) || rest.length > 0) {
    throw new DomainError('invalid_position', 'The position is damaged or of another conference')
  }
  return new Date(Number(ms))
}
