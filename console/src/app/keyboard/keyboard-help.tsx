import { useState } from 'react'
import { Dialog } from '../../design/dialog/dialog.tsx'
import { areKeysOn, setKeysOn } from '../../design/keys/key-setting.ts'
import { text } from '../../text/text.ts'
import styles from './keyboard-help.module.css'

const { keys } = text.keyboard

const groups: { title: string; rows: [keys: string[], does: string][] }[] = [
  {
    title: text.keyboard.everywhere,
    rows: [
      [['/', 'Ctrl K'], keys.search],
      [['g', 'o'], keys.goOverview],
      [['g', 'c'], keys.goCalls],
      [['g', 'p'], keys.goParticipants],
      [['g', 's'], keys.goSettings],
      [['?'], keys.help],
    ],
  },
  {
    title: text.keyboard.list,
    rows: [
      [['j'], keys.down],
      [['k'], keys.up],
      [['Enter'], keys.open],
    ],
  },
  {
    title: text.keyboard.call,
    rows: [
      [['←', '→'], keys.pan],
      [['+', '−'], keys.zoom],
      [['0'], keys.fit],
      [['n', 'p'], keys.nextFinding],
      [['1', '2'], keys.tabs],
      [['Esc'], keys.escape],
    ],
  },
]

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const [isOn, setOn] = useState(areKeysOn)
  const change = (value: boolean) => {
    setOn(value)
    setKeysOn(value)
  }
  return (
    <Dialog title={text.keyboard.title} onClose={onClose}>
      <div className={styles.groups}>
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {rows.map(([names, does]) => (
                <div key={does} className={styles.row}>
                  <dt>{does}</dt>
                  <dd className={styles.keys}>
                    {names.map(name => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className={styles.setting}>
        <input type="checkbox" checked={isOn} onChange={event => change(event.target.checked)} />
        {text.keyboard.enabled}
      </label>
    </Dialog>
  )
}
