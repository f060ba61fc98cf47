import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from '../design/button/button.tsx'
import { Notice } from '../design/notice/notice.tsx'
import { text } from '../text/text.ts'

/** Stands in for a page that failed, most likely because its files are gone after an update of the server. */
export const PageFailure = ({ error }: ErrorComponentProps) => (
  <Notice
    title={isMissingFile(error) ? text.shell.updated : text.errors.render}
    action={<Button onClick={() => location.reload()}>{text.shell.reload}</Button>}
  >
    {isMissingFile(error) || !(error instanceof Error) ? undefined : error.message}
  </Notice>
)

const isMissingFile = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|preload/i.test(error.message)
