import { useEffect } from 'react'
import { text } from '../../text/text.ts'

/** The title of the document is that of the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${text.product}`
  }, [title])
}
