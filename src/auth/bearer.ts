/** The token of an `Authorization: Bearer …` header. */
export const bearerToken = (header: string | null | undefined): string | undefined =>
  header ? /^Bearer +(\S+) *$/i.exec(header)?.[1] : undefined
