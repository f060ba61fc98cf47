import { useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { rememberSignedIn } from '../../design/signed-in/signed-in-setting.ts'

/** Leads to the sign-in, once, and from there back to here. */
export function ToSignIn() {
  const router = useRouter()
  const navigate = useNavigate()
  useEffect(() => {
    rememberSignedIn(false)
    const { href } = router.latestLocation
    void navigate({ to: '/sign-in', search: href === '/' ? {} : { next: href }, replace: true })
  }, [router, navigate])
  return null
}
