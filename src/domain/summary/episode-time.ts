interface Episode {
  startedAt: Date
  /** Null while it lasts. */
  endedAt: Date | null
}

/** Time that at least one of the episodes covered, seconds; one that lasts goes on until `until`. */
export function coveredSeconds(episodes: readonly Episode[], until: Date): number {
  const ranges = episodes
    .map(({ startedAt, endedAt }) => [startedAt.getTime(), (endedAt ?? until).getTime()] as const)
    .filter(([from, to]) => to > from)
    .sort(([one], [other]) => one - other)
  let covered = 0
  let end = Number.NEGATIVE_INFINITY
  for (const [from, to] of ranges) {
    covered += Math.max(to - Math.max(from, end), 0)
    end = Math.max(end, to)
  }
  return covered / 1000
}

/** A length of time for people: `45 s`, `1 min 20 s`, `2 h 5 min`. */
export function spokenTime(seconds: number): string {
  const whole = Math.round(Math.max(seconds, 0))
  if (whole < 60) return `${whole} s`
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const [large, small] =
    hours > 0 ? [`${hours} h`, minutes && `${minutes} min`] : [`${minutes} min`, rest && `${rest} s`]
  return small ? `${large} ${small}` : large
}
