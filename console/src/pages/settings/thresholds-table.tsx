import { Fragment } from 'react'
import { Button } from '../../design/button/button.tsx'
import field from '../../design/field/field.module.css'
import { ActionsCell, NumberCell, Table } from '../../design/table/table.tsx'
import { groupThresholds, type Threshold, type TypedValues, thresholdWords } from '../../model/thresholds.ts'
import { plainNumber } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import styles from './thresholds-table.module.css'

interface ThresholdsTableProps {
  thresholds: readonly Threshold[]
  typed: TypedValues
  canEdit: boolean
  onType: (name: string, value: string) => void
}

const { columns } = text.thresholds
const units: Record<string, string | undefined> = text.thresholds.units
const heads = [
  { label: columns.meaning },
  { label: columns.own },
  { label: columns.byDefault, isNumber: true },
  { label: columns.range, isNumber: true },
  undefined,
]

/** Thresholds finding by finding. */
export const ThresholdsTable = ({ thresholds, ...table }: ThresholdsTableProps) => (
  <Table label={text.thresholds.title} isFlush isFolding columns={heads}>
    {groupThresholds(thresholds, text.thresholds.anyFinding).map(group => (
      <Fragment key={group.title}>
        <tr>
          <th scope="rowgroup" colSpan={heads.length} className={styles.group}>
            {group.title}
          </th>
        </tr>
        {group.thresholds.map(threshold => (
          <ThresholdRow key={threshold.name} threshold={threshold} {...table} />
        ))}
      </Fragment>
    ))}
  </Table>
)

interface ThresholdRowProps extends Omit<ThresholdsTableProps, 'thresholds'> {
  threshold: Threshold
}

function ThresholdRow({ threshold, typed, canEdit, onType }: ThresholdRowProps) {
  const { name, unit, defaultValue, least, most, isWhole } = threshold
  const value = typed[name] ?? ''
  const meaning = text.thresholds.meanings[name] ?? thresholdWords(name)
  return (
    <tr>
      <td className={styles.meaning}>
        {meaning}
        {value !== '' && <span className={styles.own}>{text.thresholds.own}</span>}
      </td>
      <td>
        <input
          className={`${field.input} ${styles.value}`}
          type="number"
          min={least}
          max={most}
          step={isWhole ? 1 : 'any'}
          aria-label={meaning}
          placeholder={String(defaultValue)}
          value={value}
          disabled={!canEdit}
          onChange={event => onType(name, event.target.value)}
        />
        <span className={styles.unit}>{units[unit] ?? unit}</span>
      </td>
      <NumberCell>
        <span className={styles.narrow}>{columns.byDefault} </span>
        {plainNumber(defaultValue)}
      </NumberCell>
      <NumberCell>{text.thresholds.range(plainNumber(least), plainNumber(most))}</NumberCell>
      <ActionsCell>
        {canEdit && value !== '' && (
          <Button look="quiet" onClick={() => onType(name, '')} aria-label={text.thresholds.resetName(meaning)}>
            {text.thresholds.reset}
          </Button>
        )}
      </ActionsCell>
    </tr>
  )
}
