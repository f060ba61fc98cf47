import { useNavigate } from '@tanstack/react-router'
import { parseQuery } from '../../model/query-string.ts'

/** Goes to a path of the console with its query. */
export function useOpenPath(): (path: string) => void {
  const navigate = useNavigate()
  return path => {
    const [to = '/', query = ''] = path.split('?')
    void navigate({ to, search: parseQuery(query) })
  }
}
