import { Menu } from '@base-ui/react/menu'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Menu as MenuIcon } from 'lucide-react'
import menu from '../../design/menu/menu.module.css'
import { text } from '../../text/text.ts'
import styles from './top-bar.module.css'

interface Place {
  label: string
  link: LinkProps
}

/** Pages of an app, or of all. */
function placesOf(appId: string | undefined): Place[] {
  const setUp = { label: text.shell.setUp, link: { to: '/welcome', search: appId ? { app: appId } : {} } } as const
  if (appId === undefined) return [{ label: text.shell.calls, link: { to: '/calls' } }, setUp]
  const params = { appId }
  return [
    {
      label: text.shell.overview,
      link: { to: '/apps/$appId', params, activeOptions: { exact: true, includeSearch: false } },
    },
    { label: text.shell.calls, link: { to: '/apps/$appId/calls', params } },
    { label: text.shell.participants, link: { to: '/apps/$appId/participants', params } },
    { label: text.settings.title, link: { to: '/apps/$appId/settings', params } },
    setUp,
  ]
}

/** Links side by side; a menu where there is no room for them. */
export function Navigation({ appId }: { appId: string | undefined }) {
  const places = placesOf(appId)
  return (
    <nav className={styles.navigation} aria-label={text.shell.mainNavigation}>
      <div className={styles.links}>
        {places.map(({ label, link }) => (
          <Link key={label} {...link} className={styles.link} activeProps={{ className: styles.active }}>
            {label}
          </Link>
        ))}
      </div>
      <Menu.Root>
        <Menu.Trigger className={`${menu.trigger} ${styles.menu}`} aria-label={text.shell.pages}>
          <MenuIcon size={20} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={6} align="start">
            <Menu.Popup className={menu.popup}>
              {places.map(({ label, link }) => (
                <Menu.Item key={label} className={menu.item} render={<Link {...link} />}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </nav>
  )
}
