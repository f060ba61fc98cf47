export const signIn = {
  title: 'Sign in',
  email: 'E-mail address',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  capsLock: 'Caps Lock is on.',
  submit: 'Sign in',
  submitting: 'Signing in',
  wrong: 'E-mail address or password is wrong.',
  limited: (seconds: number) => `Too many attempts. Try again in ${seconds} s.`,
  refusedAfter:
    'You signed in, but the server refused the next request. A proxy in front of it probably changes the Host header. Add the address of this page to ALLOWED_ORIGINS and restart the server.',
  expired: 'Your sign-in has expired',
  expiredHint: 'Sign in again to continue. Nothing on this page is lost.',
  firstPassword: 'The first start of the server prints the e-mail address and password of its administrator.',
}
