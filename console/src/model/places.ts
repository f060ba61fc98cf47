import { text } from '../text/text.ts'

const names = new Intl.DisplayNames(text.locale, { type: 'region', fallback: 'code' })

/** Name of a country by its ISO 3166-1 alpha-2 code; the code where it is none. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
