import { useMutation, useQuery } from '@connectrpc/connect-query'
import type { App } from '../../../gen/peermetrics/admin/v1/app_pb.js'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import { useForget } from './use-forget.ts'

/** An app with what can be set of it. */
export interface AppSettings {
  id: string
  organizationId: string
  name: string
  apiKey: string
  /** Host name of the one origin that may report; empty for any. */
  domain: string
  statsIntervalMs: number
  isRecording: boolean
  /** 0: for good. */
  retentionDays: number
  /** Those that differ from the server's own, by name. */
  thresholds: Record<string, number>
}

const toSettings = (app: App): AppSettings => ({
  id: app.id,
  organizationId: app.organizationId,
  name: app.name,
  apiKey: app.apiKey,
  domain: app.domain,
  statsIntervalMs: app.statsIntervalMs,
  isRecording: app.recording,
  retentionDays: app.retentionDays,
  thresholds: app.thresholds,
})

export const useAppSettings = (appId: string) =>
  useQuery(AppService.method.getApp, { appId }, { select: ({ app }) => (app ? toSettings(app) : undefined) })

const useAppMutation = <Method extends Parameters<typeof useMutation>[0]>(method: Method) =>
  useMutation(method, { onSuccess: useForget(AppService) })

export const useUpdateApp = () => useAppMutation(AppService.method.updateApp)
export const useResetAppKey = () => useAppMutation(AppService.method.resetAppKey)
export const useDeleteApp = () => useAppMutation(AppService.method.deleteApp)
export const useCreateApp = () => useAppMutation(AppService.method.createApp)
