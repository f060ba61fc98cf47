/** Most rows of a page that servers give. */
const PAGE_SIZE = 200

export interface Page<Row> {
  rows: Row[]
  /** Empty on the last page. */
  nextPageToken: string
}

/** Reads a list page by page, until its end or `limit` rows. */
export async function* readPages<Row>(
  readPage: (page: { pageSize: number; pageToken: string }) => Promise<Page<Row>>,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Row[]> {
  const pageSize = Math.min(PAGE_SIZE, limit)
  let left = limit
  let pageToken = ''
  do {
    const page = await readPage({ pageSize, pageToken })
    yield page.rows.slice(0, left)
    left -= page.rows.length
    pageToken = page.nextPageToken
  } while (pageToken !== '' && left > 0)
}

/** All rows of a list. */
export const readAll = async <Row>(...list: Parameters<typeof readPages<Row>>): Promise<Row[]> => {
  const rows: Row[] = []
  for await (const page of readPages(...list)) rows.push(...page)
  return rows
}
