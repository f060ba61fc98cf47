import { useEffect, useRef } from 'react'
import { areKeysOn } from './key-setting.ts'

/** How long the second key of a pair is waited for, ms. */
const PAIR_MS = 1000

/** What keys do, by name of KeyboardEvent.key; "g c" is one after the other. */
export type KeyActions = Record<string, () => void>

/** Single keys as shortcuts, while nobody types and no dialog is open. */
export function useKeys(actions: KeyActions): void {
  const current = useRef(actions)
  current.current = actions
  useEffect(() => {
    let first = { key: '', at: 0 }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !areKeysOn()) return
      if (isBusy(event.target)) return
      const isPair = event.timeStamp - first.at < PAIR_MS
      const action = (isPair ? current.current[`${first.key} ${event.key}`] : undefined) ?? current.current[event.key]
      first = { key: event.key, at: event.timeStamp }
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Elements that take letters themselves, and everything in a dialog or menu. */
const isBusy = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest(
      'input:not([type=checkbox]), textarea, select, [role=dialog], [role=menu], [role=listbox], [role=combobox]',
    ) !== null)
