import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

interface TabsProps<Name extends string> {
  label: string
  value: Name
  onChange: (value: Name) => void
  tabs: readonly { name: Name; label: string; count?: string | undefined; content: ReactNode }[]
}

/** Only the panel of the chosen tab is there. */
export function Tabs<Name extends string>({ label, value, onChange, tabs }: TabsProps<Name>) {
  return (
    <Base.Root value={value} onValueChange={chosen => onChange(chosen as Name)}>
      <Base.List className={styles.list} aria-label={label}>
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
