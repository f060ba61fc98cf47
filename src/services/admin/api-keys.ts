import { randomInt } from 'node:crypto'

const KEY_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const KEY_LENGTH = 32

/** A fresh API key of an app: 32 characters a–z, 0–9 (165 bits). */
export const newApiKey = (): string =>
  Array.from({ length: KEY_LENGTH }, () => KEY_CHARACTERS[randomInt(KEY_CHARACTERS.length)]).join('')
