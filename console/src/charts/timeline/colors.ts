import { useEffect, useState } from 'react'

const names = [
  'ground',
  'line',
  'text',
  'text-quiet',
  'text-faint',
  'accent',
  'selected',
  'error',
  'warning',
  'span-presence',
  'span-connected',
  'span-connecting',
  'span-disconnected',
  'span-failed',
  'span-negotiation',
  'span-error',
  'span-warning',
  'span-text',
  'series-audio',
  'series-video',
  'series-connection',
  'series-orange',
  'series-pink',
  'series-green',
  'series-brown',
  'series-slate',
] as const

/** Colours and fonts of the theme, which a canvas does not know by itself. */
export type ChartColors = Record<(typeof names)[number] | 'font', string>

function readColors(): ChartColors {
  const style = getComputedStyle(document.documentElement)
  const entries = [...names, 'font' as const].map(name => [name, style.getPropertyValue(`--${name}`).trim()])
  return Object.fromEntries(entries) as ChartColors
}

/** The colours, read anew when the theme changes. */
export function useChartColors(): ChartColors {
  const [colors, setColors] = useState(readColors)
  useEffect(() => {
    const observer = new MutationObserver(() => setColors(readColors()))
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return colors
}
