/** An address of the console to go on to; anything else, such as another site, becomes its first page. */
export const localAddress = (next: string | undefined): string =>
  next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/'
