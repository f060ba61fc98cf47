// Sets the theme before the first paint. A classic script: a module would run after it.
;(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    let chosen = null
    try {
      chosen = localStorage.getItem('peermetrics.theme')
    } catch {
      // Storage is blocked: the system decides.
    }
    const isDark = chosen === 'dark' || (chosen !== 'light' && dark.matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }
  dark.addEventListener('change', apply)
  addEventListener('storage', apply)
  addEventListener('peermetrics:theme', apply)
  apply()
})()
