import styles from './text.module.css'

/** What other people wrote: plain text, cut to a line, its direction kept to itself. */
export const Foreign = ({ children, mono = false }: { children: string; mono?: boolean }) => (
  <bdi className={`${styles.foreign} ${mono ? styles.mono : ''}`} title={children}>
    {children}
  </bdi>
)
