import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { rememberSignedIn } from '../../design/signed-in/signed-in-setting.ts'
import { useSignOut } from '../../rpc/account.ts'

/** Ends the sign-in and forgets everything that was loaded with it. */
export function useLeave(): () => void {
  const { mutateAsync } = useSignOut()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return () =>
    void mutateAsync({}).then(async () => {
      rememberSignedIn(false)
      await navigate({ to: '/sign-in' })
      queryClient.clear()
    })
}
