import type { Scale } from '../../model/timeline/layout.ts'
import { useCursorTime } from './cursor.ts'
import styles from './cursor-line.module.css'

interface CursorLineProps {
  scale: Scale
  /** px between which it is shown. */
  left: number
  right: number
  height: number
  top: number
}

/** The moment under the pointer of another chart. */
export function CursorLine({ scale, left, right, height, top }: CursorLineProps) {
  const at = useCursorTime()
  const x = at === undefined ? undefined : scale.toX(at)
  if (x === undefined || x < left || x > right) return null
  return <div className={styles.line} style={{ left: x, top, height }} />
}
