import { type RefObject, useRef } from 'react'
import { useKeys } from './use-keys.ts'

/** j and k go through the rows of a table, each a link with `data-row`; Enter opens one, as of any link. */
export function useRowKeys(): RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (step: number) => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const index = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.min(Math.max(index + step, 0), links.length - 1)]?.focus()
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  return body
}
