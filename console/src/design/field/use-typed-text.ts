import { useEffect, useRef, useState } from 'react'

/** After so long without a key the text counts as typed, ms. */
const PAUSE_MS = 200

/**
 * Text that a field shows at once and passes on after a pause: what reads it, such as the address, is slower than hands.
 * @param text what was passed on last, or set from elsewhere, as by the browser's way back
 */
export function useTypedText(text: string, onTyped: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(text)
  const passed = useRef(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (text === passed.current) return
    passed.current = text
    setTyped(text)
  }, [text])
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (value: string) => {
    setTyped(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      passed.current = value
      onTyped(value)
    }, PAUSE_MS)
  }
  return [typed, type]
}
