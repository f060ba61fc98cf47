import type { CallOptions } from '@connectrpc/connect'

/** Most rows of a page that servers give. */
const MAX_PAGE_SIZE = 200

/** A method that gives a list page by page. */
export type ListMethod<Request, Response> = (request: Request, options?: CallOptions) => Promise<Response>

interface Page {
  /** Empty on the last page. */
  nextPageToken: string
}

/** What the list in a response has in each place. */
export type RowOf<Response> = {
  [Field in keyof Response]-?: Field extends `$${string}` ? never : Response[Field] extends (infer Row)[] ? Row : never
}[keyof Response]

export interface PageOptions extends CallOptions {
  /** Rows at most. Default: all. */
  limit?: number
}

/** All rows of a list, page after page: `for await (const row of pages(pm.query.listConferences, { appId }))`. */
export async function* pages<Request, Response extends Page>(
  method: ListMethod<Request, Response>,
  request: NoInfer<Request>,
  options: PageOptions = {},
): AsyncGenerator<RowOf<Response>> {
  for await (const rows of rowPages(method, request, options)) yield* rows
}

/** The rows of each page of a list: for whoever shows a page as soon as it is there. */
export async function* rowPages<Request, Response extends Page>(
  method: ListMethod<Request, Response>,
  request: NoInfer<Request>,
  { limit = Number.POSITIVE_INFINITY, ...options }: PageOptions = {},
): AsyncGenerator<RowOf<Response>[]> {
  const pageSize = Math.min(MAX_PAGE_SIZE, limit)
  let left = limit
  let pageToken = ''
  while (left > 0) {
    const page = await method({ ...request, pageSize, pageToken }, options)
    const rows = rowsOf(page)
    yield rows.slice(0, left)
    left -= rows.length
    pageToken = page.nextPageToken
    if (pageToken === '') return
  }
}

/** The one list in the response of a list method. */
function rowsOf<Response extends Page>(page: Response): RowOf<Response>[] {
  const [rows] = Object.entries(page).flatMap(([name, value]) =>
    !name.startsWith('$') && Array.isArray(value) ? [value as RowOf<Response>[]] : [],
  )
  if (!rows) throw new TypeError('pages() needs a method whose response has a list')
  return rows
}
