import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { Brand } from '../../design/brand/brand.tsx'
import type { CurrentUser } from '../../rpc/account.ts'
import { text } from '../../text/text.ts'
import { AccountMenu } from './account-menu.tsx'
import { AppSwitch } from './app-switch.tsx'
import { Navigation } from './navigation.tsx'
import styles from './top-bar.module.css'
import { useCurrentApp } from './use-current-app.ts'

interface TopBarProps {
  user: CurrentUser | undefined
  onSearch: () => void
  onKeyboard: () => void
}

export function TopBar({ user, onSearch, onKeyboard }: TopBarProps) {
  const appId = useCurrentApp()
  return (
    <header className={styles.bar}>
      <Link to="/" className={styles.brand} aria-label={text.product}>
        <Brand />
        <span className={styles.brandName}>{text.product}</span>
      </Link>
      {user && <AppSwitch appId={appId} />}
      <Navigation appId={appId} />
      <button type="button" className={styles.search} onClick={onSearch}>
        <Search size={14} aria-hidden="true" />
        <span className={styles.searchHint}>{text.shell.search}</span>
        <kbd className={styles.key}>/</kbd>
      </button>
      {user && <AccountMenu user={user} onKeyboard={onKeyboard} />}
    </header>
  )
}
