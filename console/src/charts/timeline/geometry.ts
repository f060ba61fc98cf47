/** px */
export const AXIS_HEIGHT = 28

/** Longest that the chart gets before its rows scroll, px. */
export const MAX_CHART_HEIGHT = 420

/** Of the canvas, in CSS px; `gutter`: room of the labels at the left. */
export interface ChartSize {
  width: number
  height: number
  gutter: number
}

/** Labels take less room where there is little. */
export const gutterOf = (width: number): number => (width < 560 ? 88 : 148)
