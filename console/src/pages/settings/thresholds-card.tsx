import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import { Form } from '../../design/form/form.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import page from '../../design/page/page.module.css'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { isChanged, type TypedValues, typedOf, valuesOf } from '../../model/thresholds.ts'
import { type AppSettings, useUpdateApp } from '../../rpc/app-settings.ts'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { useThresholds } from '../../rpc/thresholds.ts'
import { text } from '../../text/text.ts'
import { ThresholdsTable } from './thresholds-table.tsx'

/** Where findings begin, for the calls of this app. */
export function ThresholdsCard({ app, canEdit }: { app: AppSettings; canEdit: boolean }) {
  const { data: thresholds, error: listError, refetch } = useThresholds()
  const [typed, setTyped] = useState<TypedValues>(() => typedOf(app.thresholds))
  const { mutate, isPending, error, isSuccess } = useUpdateApp()
  const hasChanged = isChanged(app.thresholds, typed)
  return (
    <Card title={text.thresholds.title}>
      <p className={page.hint}>{text.thresholds.hint}</p>
      {listError && !thresholds ? (
        <FailureNotice failure={failureOf(listError)} onRetry={() => void refetch()} />
      ) : !thresholds ? (
        <Skeleton rows={12} rowHeight={40} />
      ) : (
        <Form
          isWide
          isReady={canEdit && hasChanged}
          isBusy={isPending}
          failure={failureText(error)}
          done={isSuccess && !hasChanged ? text.common.saved : undefined}
          onSubmit={() => mutate({ appId: app.id, thresholds: { values: valuesOf(typed) } })}
        >
          <ThresholdsTable
            thresholds={thresholds}
            typed={typed}
            canEdit={canEdit}
            onType={(name, value) => setTyped(before => ({ ...before, [name]: value }))}
          />
        </Form>
      )}
    </Card>
  )
}
