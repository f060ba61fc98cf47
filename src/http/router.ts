import type { Route } from './route.ts'

/** Route of a path and method. */
export interface RouteMatch {
  route: Route | undefined
  /** Methods that the path has; empty for an unknown path. */
  methods: string[]
  parameters: Record<string, string>
}

const PREFIX = '/v1'

interface Pattern {
  expression: RegExp
  routes: Map<string, Route>
}

/** Finds routes by path: fixed paths by name, those with parameters one after the other. */
export class Router {
  readonly #fixed = new Map<string, Map<string, Route>>()
  readonly #patterns: Pattern[] = []

  constructor(routes: readonly Route[]) {
    for (const [path, group] of Map.groupBy(routes, route => route.path)) {
      const byMethod = new Map(group.map(route => [route.method as string, route]))
      const get = byMethod.get('GET')
      if (get) byMethod.set('HEAD', get)
      if (path.includes(':')) this.#patterns.push({ expression: expressionOf(path), routes: byMethod })
      else this.#fixed.set(PREFIX + path, byMethod)
    }
  }

  match(method: string, path: string): RouteMatch {
    const fixed = this.#fixed.get(path)
    if (fixed) return { route: fixed.get(method), methods: [...fixed.keys()], parameters: {} }
    for (const { expression, routes } of this.#patterns) {
      const groups = expression.exec(path)?.groups
      if (groups) return { route: routes.get(method), methods: [...routes.keys()], parameters: { ...groups } }
    }
    return { route: undefined, methods: [], parameters: {} }
  }
}

const expressionOf = (path: string) => new RegExp(`^${PREFIX}${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
