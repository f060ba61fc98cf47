import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Hit, timeScale } from '../../model/timeline/layout.ts'
import { clampWindow, panWindow, type TimeWindow, zoomWindow } from '../../model/timeline/window.ts'
import { useCursor } from '../cursor/cursor.ts'

interface PointerOptions {
  canvas: RefObject<HTMLCanvasElement | null>
  gutter: number
  width: number
  whole: TimeWindow
  window: TimeWindow
  onWindow: (window: TimeWindow, isDone: boolean) => void
  hitAt: (x: number, y: number) => Hit | undefined
  /** @param picked with its place on the canvas, px */
  onPick: (picked: { hit: Hit; x: number; y: number }) => void
}

/** A shorter way of the pointer is a click, px. */
const CLICK_PX = 4

interface Drag {
  startX: number
  /** Window at the start, when it pans. */
  panned: TimeWindow | undefined
}

/** Drag zooms, shift-drag and wheel pan, Ctrl-wheel zooms, double click shows all, a click picks. */
export function usePointer(options: PointerOptions) {
  const { gutter, width, whole, window, onWindow, hitAt, onPick } = options
  const [tip, setTip] = useState<{ hit: Hit; x: number; y: number }>()
  const [brush, setBrush] = useState<{ left: number; width: number }>()
  const drag = useRef<Drag>(undefined)
  const isDragged = useRef(false)
  const scale = timeScale(window, gutter, width - gutter)
  const cursor = useCursor()
  useWheel(options)
  const place = (event: MouseEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const onPointerDown = (event: PointerEvent) => {
    const { x } = place(event)
    if (event.button !== 0 || x < gutter) return
    // A finger that is put down scrolls the page; it picks, and does not draw.
    if (event.pointerType === 'touch') return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { startX: x, panned: event.shiftKey ? window : undefined }
    setTip(undefined)
  }
  const onPointerMove = (event: PointerEvent) => {
    const { x, y } = place(event)
    const { current } = drag
    if (!current) {
      cursor.set(x < gutter ? undefined : scale.toMs(x))
      const hit = x < gutter ? undefined : hitAt(x, y)
      return setTip(hit && { hit, x, y })
    }
    if (current.panned) {
      const share = (current.startX - x) / (width - gutter)
      return onWindow(panWindow(current.panned, share, whole), false)
    }
    const [left, right] = [Math.max(Math.min(current.startX, x), gutter), Math.max(current.startX, x)]
    setBrush({ left, width: Math.min(right, width) - left })
  }
  const onPointerUp = (event: PointerEvent) => {
    const { x } = place(event)
    const { current } = drag
    drag.current = undefined
    setBrush(undefined)
    isDragged.current = current !== undefined && Math.abs(x - current.startX) >= CLICK_PX
    if (!current || !isDragged.current) return
    if (current.panned) onWindow(window, true)
    else {
      const [from, to] = [scale.toMs(Math.min(current.startX, x)), scale.toMs(Math.max(current.startX, x))]
      onWindow(clampWindow({ from, to }, whole), true)
    }
  }
  // Not when the pointer goes up: what is open beside closes with the click that follows.
  const onClick = (event: MouseEvent) => {
    const { x, y } = place(event)
    const hit = x < gutter || isDragged.current ? undefined : hitAt(x, y)
    if (hit) onPick({ hit, x, y })
  }
  const handlers = {
    onClick,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerLeave: () => {
      setTip(undefined)
      cursor.set(undefined)
    },
    onDoubleClick: () => onWindow(whole, true),
  }
  return { tip, brush, handlers }
}

/** React's wheel listeners are passive: they cannot keep the page from scrolling. */
function useWheel({ canvas, gutter, width, whole, window, onWindow }: PointerOptions): void {
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      const zooms = event.ctrlKey || event.metaKey
      const horizontal = event.shiftKey ? event.deltaY : event.deltaX
      if (!zooms && Math.abs(horizontal) <= Math.abs(event.shiftKey ? event.deltaX : event.deltaY)) return
      event.preventDefault()
      const at = timeScale(window, gutter, width - gutter).toMs(event.offsetX)
      const next = zooms
        ? zoomWindow(window, 1.0015 ** event.deltaY, at, whole)
        : panWindow(window, horizontal / (width - gutter), whole)
      onWindow(next, false)
      clearTimeout(settle.current)
      settle.current = setTimeout(() => onWindow(next, true), 200)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [canvas, gutter, width, whole, window, onWindow])
}
