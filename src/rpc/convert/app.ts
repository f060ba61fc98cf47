import { create } from '@bufbuild/protobuf'
import { AppSchema } from '../../../gen/peermetrics/admin/v1/app_pb.js'
import { daysKept } from '../../domain/call/call-times.ts'
import type { App } from '../../storage/entities/app.ts'
import { instantField } from './fields.ts'

/** The stored app as the RPCs show it. */
export const appMessage = (app: App, now: Date) =>
  create(AppSchema, {
    id: app.id,
    organizationId: app.organization,
    name: app.name,
    apiKey: app.apiKey,
    domain: app.domain ?? '',
    statsIntervalMs: app.interval,
    recording: app.recording,
    dailyUses: daysKept(now).map(date => ({
      date,
      activeSeconds: BigInt(Math.round(app.durationsDays[date] ?? 0)),
    })),
    thresholds: app.thresholds,
    retentionDays: app.retentionDays ?? 0,
    createTime: instantField(app.createdAt),
  })
