const KEY = 'peermetrics.reloaded'

/**
 * After an update of the server a file that an open tab asks for may be gone: the page is loaded anew, once. When that
 * does not help, the error is shown where the page should be.
 */
export function reloadAfterUpdate(): void {
  addEventListener('vite:preloadError', event => {
    try {
      if (sessionStorage.getItem(KEY) === location.href) return
      sessionStorage.setItem(KEY, location.href)
    } catch {
      return
    }
    event.preventDefault()
    location.reload()
  })
}
