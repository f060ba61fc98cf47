import { useMemo } from 'react'
import type { Bar } from '../../model/roll-ups/charts.ts'
import { text } from '../../text/text.ts'
import { countryShapes, HEIGHT, projection, WIDTH } from './shapes.ts'
import styles from './world-map.module.css'

interface WorldMapProps {
  /** Keys are ISO 3166-1 alpha-2 codes. */
  countries: readonly Bar[]
  cities: readonly { name: string; longitude: number; latitude: number; sessionCount: number }[]
}

/** Countries shaded by their sessions, cities as dots. The list beside it has the same in words. */
export function WorldMap({ countries, cities }: WorldMapProps) {
  const counts = useMemo(() => new Map(countries.map(({ key, value }) => [key, value])), [countries])
  const most = Math.max(...countries.map(({ value }) => value), 1)
  const mostOfCity = Math.max(...cities.map(({ sessionCount }) => sessionCount), 1)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.map} role="img" aria-label={text.overview.map}>
      {countryShapes.map(({ code, path }, index) => {
        const count = code === undefined ? 0 : (counts.get(code) ?? 0)
        return (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: some shapes have no code, and none changes its place
            key={index}
            d={path}
            className={count > 0 ? styles.country : styles.land}
            style={count > 0 ? { fillOpacity: 0.3 + 0.7 * (count / most) } : undefined}
          />
        )
      })}
      {cities.map(({ name, longitude, latitude, sessionCount }) => {
        const [x, y] = projection([longitude, latitude]) ?? [0, 0]
        return (
          <circle
            key={`${name} ${x} ${y}`}
            cx={x}
            cy={y}
            r={2 + 4 * Math.sqrt(sessionCount / mostOfCity)}
            className={styles.city}
          />
        )
      })}
    </svg>
  )
}
