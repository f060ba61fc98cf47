import { type ComponentType, lazy } from 'react'

/**
 * Loads a file when it is first needed. A file that is gone after an update has the page loaded anew (vite:preloadError): its
 * import gives nothing then, and stays awaited for as long as the old page is there.
 */
export const loadPart =
  <Module>(load: () => Promise<Module | undefined>) =>
  async (): Promise<Module> =>
    (await load()) ?? new Promise<never>(() => {})

/** A component of such a file, to be shown in a Suspense. */
export const lazyPart = <Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>> | undefined>,
  name: Name,
) => lazy(async () => ({ default: (await loadPart(load)())[name] }))
