import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../design/button/button.tsx'
import { Notice } from '../../design/notice/notice.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { text } from '../../text/text.ts'

export function NotFoundPage() {
  useTitle(text.notFound.title)
  return (
    <Notice
      title={text.notFound.title}
      action={
        <Link to="/calls" className={buttonClass()}>
          {text.notFound.home}
        </Link>
      }
    >
      {text.notFound.hint}
    </Notice>
  )
}
