import type { PageRequest } from '../../services/query/lists.ts'

/** The page that a request without an order of its own asks for. */
export const pageRequest = ({ pageSize, pageToken }: { pageSize: number; pageToken: string }): PageRequest => ({
  size: pageSize,
  token: pageToken,
  order: 'oldest_first',
})
