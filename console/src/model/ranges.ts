/** Numbers between two bounds; one that is missing does not bound. */
export interface Range {
  least?: number
  most?: number
}

/** "2000-3000", "3600-", "-250", and "3" for 3 alone. Undefined for what is no range. */
export function readRange(range: string | undefined): Range | undefined {
  const [, least, dash, most] = /^(\d{1,9})?(-)?(\d{1,9})?$/.exec(range ?? '') ?? []
  if (least === undefined && most === undefined) return undefined
  if (dash === undefined) return { least: Number(least), most: Number(least) }
  if (least !== undefined && most !== undefined && Number(least) > Number(most)) return undefined
  return {
    ...(least === undefined ? {} : { least: Number(least) }),
    ...(most === undefined ? {} : { most: Number(most) }),
  }
}

export const writeRange = (least: number, most: number | undefined): string => `${least}-${most ?? ''}`
