import { Menu } from '@base-ui/react/menu'
import { Link } from '@tanstack/react-router'
import { Building2, Check, CircleUser, Keyboard, LogOut, Server, UserCog } from 'lucide-react'
import menu from '../../design/menu/menu.module.css'
import type { CurrentUser } from '../../rpc/account.ts'
import { text } from '../../text/text.ts'
import { useLeave } from './use-leave.ts'
import { chooseTheme, type Theme, themes, useTheme } from './use-theme.ts'

export function AccountMenu({ user, onKeyboard }: { user: CurrentUser; onKeyboard: () => void }) {
  const signOut = useLeave()
  const theme = useTheme()
  return (
    <Menu.Root>
      <Menu.Trigger className={menu.trigger} aria-label={text.shell.account}>
        <CircleUser size={20} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={6} align="end">
          <Menu.Popup className={menu.popup}>
            <div className={menu.head}>
              <div className={menu.headTitle}>{user.name || user.email}</div>
              <div className={menu.headHint}>
                {user.isSuperuser ? `${user.email} · ${text.shell.superuser}` : user.email}
              </div>
            </div>
            <Menu.RadioGroup value={theme} onValueChange={chosen => chooseTheme(chosen as Theme)}>
              <div className={menu.label}>{text.shell.theme}</div>
              {themes.map(name => (
                <Menu.RadioItem key={name} value={name} className={menu.item} closeOnClick={false}>
                  <span className={menu.icon}>
                    <Menu.RadioItemIndicator>
                      <Check size={14} />
                    </Menu.RadioItemIndicator>
                  </span>
                  {text.shell.themes[name]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className={menu.separator} />
            {user.memberships.map(({ organizationId, organizationName }) => (
              <Menu.Item
                key={organizationId}
                className={menu.item}
                render={<Link to="/organization/$organizationId" params={{ organizationId }} />}
              >
                <Building2 size={14} className={menu.icon} />
                <bdi>{organizationName}</bdi>
              </Menu.Item>
            ))}
            {user.isSuperuser && (
              <Menu.Item className={menu.item} render={<Link to="/admin" />}>
                <Server size={14} className={menu.icon} />
                {text.admin.title}
              </Menu.Item>
            )}
            <Menu.Item className={menu.item} render={<Link to="/account" />}>
              <UserCog size={14} className={menu.icon} />
              {text.account.title}
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={onKeyboard}>
              <Keyboard size={14} className={menu.icon} />
              {text.shell.keyboard}
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={signOut}>
              <LogOut size={14} className={menu.icon} />
              {text.shell.signOut}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
