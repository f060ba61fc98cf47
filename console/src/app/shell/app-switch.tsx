import { useNavigate } from '@tanstack/react-router'
import { Select } from '../../design/select/select.tsx'
import { useApps } from '../../rpc/apps.ts'
import { text } from '../../text/text.ts'

const ALL = 'all'

/** Which app's calls are looked at. */
export function AppSwitch({ appId }: { appId: string | undefined }) {
  const navigate = useNavigate()
  const { data: apps } = useApps()
  if (!apps || apps.length < 2) return null
  const options = [
    { value: ALL, label: text.shell.allApps },
    ...apps.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const isKnown = options.some(({ value }) => value === appId)
  const go = (chosen: string) =>
    void (chosen === ALL
      ? navigate({ to: '/calls' })
      : navigate({ to: '/apps/$appId/calls', params: { appId: chosen } }))
  return <Select label={text.shell.app} value={isKnown && appId ? appId : ALL} options={options} onChange={go} />
}
