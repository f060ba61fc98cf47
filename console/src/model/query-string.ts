/** What stands behind the `?` of an address: plain strings, each name once. */
export type Query = Readonly<Record<string, string | undefined>>

export const parseQuery = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search))

/** Keeps commas, colons and slashes readable. @returns with the `?`, or empty */
export function formatQuery(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).filter(([, value]) => typeof value === 'string' && value !== '')
  const words = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encode(value as string)}`)
  return words.length === 0 ? '' : `?${words.join('&')}`
}

const encode = (value: string) => encodeURIComponent(value).replace(/%(3A|2C|2F|40)/gi, decodeURIComponent)
