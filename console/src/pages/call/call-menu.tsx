import { Menu } from '@base-ui/react/menu'
import { Link } from '@tanstack/react-router'
import { CircleStop, Database, Download, Ellipsis, RotateCcw } from 'lucide-react'
import menu from '../../design/menu/menu.module.css'
import type { Call } from '../../model/call.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { useEndCall, useJudgeAgain } from '../../rpc/call-repair.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './call-header.module.css'
import { useDownloadEvents } from './events/use-download-events.ts'

/** Takes the events of a call along, and repairs it. */
export function CallMenu({ call }: { call: Call }) {
  const { data: user } = useCurrentUser()
  const exportEvents = useDownloadEvents(call.id, {})
  const end = useEndCall(call.id)
  const judgeAgain = useJudgeAgain(call.id)
  const failure = failureText(exportEvents.error ?? end.error ?? judgeAgain.error)
  const request = { conferenceId: call.id }
  return (
    <>
      {failure && (
        <span role="alert" className={styles.failed}>
          {failure}
        </span>
      )}
      <Menu.Root>
        <Menu.Trigger className={menu.trigger} aria-label={text.call.more}>
          <Ellipsis size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={6} align="end">
            <Menu.Popup className={menu.popup}>
              <Menu.Item className={menu.item} onClick={() => exportEvents.mutate()}>
                <Download size={14} className={menu.icon} />
                {text.call.exportEvents}
              </Menu.Item>
              {user?.isSuperuser && (
                <>
                  <Menu.Separator className={menu.separator} />
                  <Menu.Item
                    className={menu.item}
                    render={
                      <Link to="/admin/records/$kind/$recordId" params={{ kind: 'conference', recordId: call.id }} />
                    }
                  >
                    <Database size={14} className={menu.icon} />
                    {text.call.rawRecord}
                  </Menu.Item>
                  {call.isOngoing ? (
                    <Menu.Item className={menu.item} onClick={() => end.mutate(request)}>
                      <CircleStop size={14} className={menu.icon} />
                      {text.call.end}
                    </Menu.Item>
                  ) : (
                    <Menu.Item className={menu.item} onClick={() => judgeAgain.mutate(request)}>
                      <RotateCcw size={14} className={menu.icon} />
                      {text.call.judgeAgain}
                    </Menu.Item>
                  )}
                </>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  )
}
