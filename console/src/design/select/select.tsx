import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import styles from './select.module.css'

interface SelectProps {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
  /** Whether the value differs from the default: shown. */
  isSet?: boolean
}

/** A choice of one, whose label is read but not shown: the chosen value says it. */
export function Select({ label, value, options, onChange, isSet = false }: SelectProps) {
  return (
    <Base.Root items={options} value={value} onValueChange={chosen => onChange(String(chosen))}>
      <Base.Trigger className={`${styles.trigger} ${isSet ? styles.set : ''}`} aria-label={label}>
        <Base.Value className={styles.value} />
        <Base.Icon className={styles.icon}>
          <ChevronDown size={14} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={styles.popup}>
            {options.map(option => (
              <Base.Item key={option.value} value={option.value} className={styles.item}>
                <Base.ItemIndicator className={styles.check}>
                  <Check size={14} />
                </Base.ItemIndicator>
                <Base.ItemText className={styles.text}>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
