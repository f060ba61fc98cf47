import { Suspense } from 'react'
import { lazyPart } from '../../design/part.ts'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { Tabs } from '../../design/tabs/tabs.tsx'
import type { Call, Issue } from '../../model/call.ts'
import type { CallView } from '../../model/call-view.ts'
import type { Finding } from '../../model/findings.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { count } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import type { ChangeView } from './change-view.ts'
import { ConnectionPanel } from './connection-panel.tsx'
import { FindingsPanel } from './findings/findings-panel.tsx'
import type { CallData } from './use-call-data.ts'
import type { Zoom } from './use-time-window.ts'

const none: Issue[] = []

const MediaPanel = lazyPart(() => import('./media/media-panel.tsx'), 'MediaPanel')
const NetworkPanel = lazyPart(() => import('./network/network-panel.tsx'), 'NetworkPanel')
const EventsPanel = lazyPart(() => import('./events/events-panel.tsx'), 'EventsPanel')
const SdpPanel = lazyPart(() => import('./sdp/sdp-panel.tsx'), 'SdpPanel')

interface CallTabsProps {
  call: Call
  data: CallData
  /** The worst first. */
  people: readonly JudgedPerson[]
  /** Arranged, of the selected person. */
  findings: readonly Finding[]
  zoom: Zoom
  view: CallView
  onShow: (issue: Issue) => void
  onChange: ChangeView
}

/** Details of the call, by what they are about. */
export function CallTabs({ call, data, people, findings, zoom, view, onShow, onChange }: CallTabsProps) {
  const issues = data.issues.data ?? none
  const ofConnection = { data, people, findings, view, onChoose: (peer: string) => onChange({ peer }) }
  return (
    <Tabs
      label={text.call.sections}
      value={view.tab ?? 'findings'}
      onChange={tab => onChange({ tab: tab === 'findings' ? undefined : tab })}
      tabs={[
        {
          name: 'findings',
          label: text.call.findings,
          count: data.issues.data && count(findings.length),
          content: (
            <FindingsPanel
              call={call}
              zoom={zoom}
              data={data}
              findings={findings}
              people={people}
              view={view}
              onShow={onShow}
            />
          ),
        },
        {
          name: 'media',
          label: text.media.tab,
          content: (
            <Suspense fallback={<Skeleton rows={6} rowHeight={112} />}>
              <ConnectionPanel {...ofConnection}>
                {(chosen, select) => (
                  <MediaPanel
                    call={call}
                    chosen={chosen}
                    select={select}
                    issues={issues}
                    selectedIssue={view.finding}
                    zoom={zoom}
                  />
                )}
              </ConnectionPanel>
            </Suspense>
          ),
        },
        {
          name: 'network',
          label: text.network.tab,
          content: (
            <Suspense fallback={<Skeleton rows={5} rowHeight={40} />}>
              <ConnectionPanel {...ofConnection}>
                {(chosen, select) => (
                  <NetworkPanel call={call} chosen={chosen} select={select} connections={data.connections.data ?? []} />
                )}
              </ConnectionPanel>
            </Suspense>
          ),
        },
        {
          name: 'sdp',
          label: text.sdp.tab,
          content: (
            <Suspense fallback={<Skeleton rows={5} rowHeight={40} />}>
              <ConnectionPanel {...ofConnection}>
                {(chosen, select) => (
                  <SdpPanel call={call} chosen={chosen} select={select} view={view} onChange={onChange} />
                )}
              </ConnectionPanel>
            </Suspense>
          ),
        },
        {
          name: 'events',
          label: text.call.events,
          content: (
            <Suspense fallback={<Skeleton rows={8} rowHeight={32} />}>
              <EventsPanel
                call={call}
                data={data}
                people={people}
                startedAt={zoom.startedAt}
                view={view}
                onChange={onChange}
              />
            </Suspense>
          ),
        },
      ]}
    />
  )
}
