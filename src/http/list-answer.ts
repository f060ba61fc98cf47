import { type CountedList, type List, readAll, readPart } from '../services/query/lists.ts'
import { partRequest } from './queries.ts'
import { WholeList } from './whole-list.ts'

/** A list with the envelope that the query asks for: a part with the number of rows, or all of it. */
export async function listAnswer<Row>(
  query: Parameters<typeof partRequest>[0],
  list: CountedList<Row>,
  print: (row: Row) => unknown,
) {
  const wanted = partRequest(query)
  if (!wanted) return wholeList(list, print)
  const { rows, count } = await readPart(list, wanted)
  return { results: rows.map(print), count }
}

/** All of a list, whatever part of it the query asks for. */
export const wholeList = <Row>(list: List<Row>, print: (row: Row) => unknown): WholeList =>
  new WholeList(printedBatches(list, print))

async function* printedBatches<Row>(list: List<Row>, print: (row: Row) => unknown) {
  for await (const rows of readAll(list)) yield rows.map(print)
}
