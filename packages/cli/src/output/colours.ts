import { styleText } from 'node:util'
import type { Io, Output } from '../io.ts'

/** How bad something is. */
export type Tone = 'good' | 'warning' | 'bad'

/** Puts a text into the colour of a tone, or leaves it. */
export type Colour = (tone: Tone | undefined, text: string) => string

const styles = { good: 'green', warning: 'yellow', bad: 'red' } as const

/** Colours for a terminal; `NO_COLOR` switches them off, `FORCE_COLOR` on. */
export function colourOf({ isTTY }: Output, env: Io['env']): Colour {
  const { NO_COLOR, FORCE_COLOR } = env
  const isOn = FORCE_COLOR !== undefined ? !['0', 'false'].includes(FORCE_COLOR) : !NO_COLOR && isTTY === true
  if (!isOn) return (_tone, text) => text
  return (tone, text) => (tone === undefined ? text : styleText(styles[tone], text, { validateStream: false }))
}
