/** Rows of a page: the most that the server gives. */
export const PAGE_SIZE = 200

/** Pages of a list that are read: what is longer is shown in part. */
const MAX_PAGES = 10

/** The longest list that is read to its end. */
export const MAX_ROWS = MAX_PAGES * PAGE_SIZE

/** A list that was read to its end, or to a limit. */
export interface Rows<Row> {
  rows: Row[]
  /** Whether there are more rows on the server. */
  isPartial: boolean
}

/** Reads a list page by page. */
export async function readAllPages<Page extends { nextPageToken: string }, Row>(
  readPage: (pageToken: string) => Promise<Page>,
  rowsOf: (page: Page) => Row[],
): Promise<Rows<Row>> {
  const rows: Row[] = []
  let pageToken = ''
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await readPage(pageToken)
    rows.push(...rowsOf(answer))
    pageToken = answer.nextPageToken
    if (pageToken === '') return { rows, isPartial: false }
  }
  return { rows, isPartial: true }
}
