import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter()

/** Names and data come from anybody: control characters could command the terminal. */
export const escapeControlCharacters = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\uFFFD')

/** Cut to so many columns; what is cut ends in `…`. */
export function cutTo(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  let kept = ''
  let width = 1
  for (const { segment } of graphemes.segment(text)) {
    width += stringWidth(segment)
    if (width > columns) break
    kept += segment
  }
  return `${kept}…`
}

export const padTo = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - stringWidth(text)))

export const widthOf = (text: string): number => stringWidth(text)
