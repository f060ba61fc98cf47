import { useState } from 'react'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import { Tabs } from '../../design/tabs/tabs.tsx'
import { snippets, type Way, ways } from '../../model/snippets.ts'
import { text } from '../../text/text.ts'
import styles from './welcome-page.module.css'

/** Code with this server's address and the key filled in. */
export function Snippets({ apiKey }: { apiKey: string }) {
  const [way, setWay] = useState<Way>('bundler')
  const api = new URL('v1', document.baseURI).href
  return (
    <Tabs
      label={text.welcome.add}
      value={way}
      onChange={setWay}
      tabs={ways.map(name => ({
        name,
        label: text.welcome.ways[name],
        content: (
          <div className={styles.snippet}>
            {name === 'replay' && <p className={styles.hint}>{text.welcome.replayHint}</p>}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
            <pre className={styles.code} tabIndex={0}>
              {snippets[name](api, apiKey)}
            </pre>
            <CopyButton value={() => snippets[name](api, apiKey)} />
          </div>
        ),
      }))}
    />
  )
}
