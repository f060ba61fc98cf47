import { type Door, pathOf } from '../net/doors.ts'
import { builtFolder, pageFile, readBuiltFiles } from './built-files.ts'
import { pathBelongsToConsole } from './console-paths.ts'
import { notBuiltPage } from './not-built-page.ts'
import { sendFile } from './send-file.ts'

/**
 * The web console: its files, and its page at every address that a browser navigates to. The files are read into memory:
 * an update of them shows after a restart.
 * @param publicPath see `PUBLIC_PATH`
 */
export function consoleDoor(publicPath: string, folder = builtFolder): Door {
  const files = readBuiltFiles(folder)
  const page = pageFile(files, publicPath) ?? notBuiltPage()
  const isFile = (path: string) => files.has(path)
  return {
    // Files from memory cost next to nothing, and a page that is refused could not say why.
    limited: false,
    leadsTo: (path, request) => pathBelongsToConsole(path, request, isFile),
    answer: (request, response) => {
      const path = pathOf(request)
      sendFile(request, response, files.get(path) ?? (path.startsWith('/assets/') ? undefined : page))
    },
    refuse: (_request, response) => void response.writeHead(503).end(),
  }
}
