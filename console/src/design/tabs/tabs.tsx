import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { Select } from '../select/select.tsx'
import styles from './tabs.module.css'

interface TabsProps<Name extends string> {
  label: string
  value: Name
  onChange: (value: Name) => void
  tabs: readonly { name: Name; label: string; count?: string | undefined; content: ReactNode }[]
}

/** More tabs than this are a select where there is little room. */
const MAX_NARROW = 3

/** Only the panel of the chosen tab is there. */
export function Tabs<Name extends string>({ label, value, onChange, tabs }: TabsProps<Name>) {
  return (
    <Base.Root value={value} onValueChange={chosen => onChange(chosen as Name)}>
      {tabs.length > MAX_NARROW && (
        <div className={styles.select}>
          <Select
            label={label}
            value={value}
            options={tabs.map(tab => ({ value: tab.name, label: [tab.label, tab.count].filter(Boolean).join(' ') }))}
            onChange={chosen => onChange(chosen as Name)}
          />
        </div>
      )}
      <Base.List className={`${styles.list} ${tabs.length > MAX_NARROW ? styles.wide : ''}`} aria-label={label}>
        {tabs.map(tab => (
          <Base.Tab key={tab.name} value={tab.name} className={styles.tab}>
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(tab => (
        <Base.Panel key={tab.name} value={tab.name} className={styles.panel}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
