import { hash } from 'node:crypto'
import type { JsonValue } from '../../domain/values/json.ts'

const MODULUS = 1n << 64n

/** A sum over parts in any order: equal parts give equal sums. */
export class Checksum {
  #count = 0
  #sum = 0n

  add(...part: (JsonValue | undefined)[]): void {
    const digest = Buffer.from(hash('sha1', JSON.stringify(part), 'hex').slice(0, 16), 'hex')
    this.#sum = (this.#sum + digest.readBigUInt64BE()) % MODULUS
    this.#count += 1
  }

  equals(other: Checksum): boolean {
    return this.#count === other.#count && this.#sum === other.#sum
  }

  toString(): string {
    return `${this.#sum.toString(16).padStart(16, '0')} (${this.#count} parts)`
  }
}

/** The value with the keys of its objects in order. */
export function inKeyOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inKeyOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, inKeyOrder(value[key] as JsonValue)]),
  )
}
