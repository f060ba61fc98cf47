import { useQuery } from '@connectrpc/connect-query'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import type { Threshold } from '../model/thresholds.ts'

/** The thresholds that apps can have of their own. */
export const useThresholds = () =>
  useQuery(
    AppService.method.listThresholds,
    {},
    {
      select: ({ thresholds }): Threshold[] =>
        thresholds.map(({ name, unit, defaultValue, least, most, whole, issueTitles }) => ({
          name,
          unit,
          defaultValue,
          least,
          most,
          isWhole: whole,
          findings: issueTitles,
        })),
    },
  )
