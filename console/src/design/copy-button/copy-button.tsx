import { Check, Copy, Link2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { text } from '../../text/text.ts'
import { Button } from '../button/button.tsx'

/** How long it says that it was done, ms. */
const DONE_MS = 2000

interface CopyButtonProps {
  /** What is copied, asked for at the click. */
  value: () => string
  label?: string
  look?: 'plain' | 'quiet'
  isLink?: boolean
}

export function CopyButton({ value, label = text.common.copy, look = 'plain', isLink = false }: CopyButtonProps) {
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => setDone(false), DONE_MS)
    return () => clearTimeout(timer)
  }, [isDone])
  const Icon = isDone ? Check : isLink ? Link2 : Copy
  const copy = () => void navigator.clipboard?.writeText(value()).then(() => setDone(true))
  return (
    <>
      <Button look={look} icon={<Icon size={14} />} onClick={copy}>
        {isDone ? text.common.copied : label}
      </Button>
      <span className="visually-hidden" role="status">
        {isDone ? text.common.copied : ''}
      </span>
    </>
  )
}
