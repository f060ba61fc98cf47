import { useMemo } from 'react'
import { ScoreChart } from '../../charts/score-chart/score-chart.tsx'
import { personName } from '../../model/names.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { scoreSeries } from '../../model/score-series.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { text } from '../../text/text.ts'
import type { CallData } from './use-call-data.ts'

interface ScoresProps {
  data: CallData
  /** The worst first. */
  people: readonly JudgedPerson[]
  startedAt: number
  who: string | undefined
  window: TimeWindow
  onWindow: (window: TimeWindow, isDone: boolean) => void
}

/** Graphs at once: those of the selected person, else of the people with the worst call. */
const MAX_CHARTS = 2

/** How good audio and video were over time, as the judgement knows it. */
export function Scores({ data, people, startedAt, who, window, onWindow }: ScoresProps) {
  const { data: judgement } = data.judgement
  const samples = judgement?.progress === 'done' ? judgement.scores : undefined
  const all = useMemo(() => scoreSeries(samples ?? []), [samples])
  const shown = people
    .filter(({ person }) => who === undefined || person.id === who)
    .flatMap(({ person }) => all.filter(({ personId }) => personId === person.id))
    .slice(0, MAX_CHARTS)
  const nameOf = (id: string | undefined) => {
    const found = people.find(({ person }) => person.id === id)
    return found && personName(found.person)
  }
  return shown.map(series => (
    <ScoreChart
      key={series.connectionId}
      series={series}
      title={text.scores.title(nameOf(series.personId) ?? '', nameOf(series.peerId) ?? text.scores.unknownPeer)}
      startedAt={startedAt}
      window={window}
      onWindow={onWindow}
    />
  ))
}
