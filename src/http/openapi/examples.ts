import type { Route } from '../route.ts'
import examples from './examples.json' with { type: 'json' }

/** A request and its answer, as they were recorded; long lists and texts are cut. */
export interface Example {
  query?: Record<string, string>
  body?: unknown
  answer: unknown
}

/** What was recorded at a route. */
export const exampleOf = ({ method, path }: Pick<Route, 'method' | 'path'>): Example | undefined =>
  (examples as Record<string, Example>)[`${method} ${path}`]
