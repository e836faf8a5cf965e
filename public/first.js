// Before the first paint: the theme, whether the page can run, and files that are dropped before its code is here.
;(() => {
  const page = document.documentElement
  let theme = null
  try {
    theme = localStorage.getItem('theme')
  } catch {}
  if (theme !== 'light' && theme !== 'dark') theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  page.dataset.theme = theme
  page.dataset.from = location.protocol === 'file:' ? 'file' : 'server'

  // A script that the page begins with, or something that it imports, did not come.
  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement && page.dataset.from === 'server') page.dataset.from = 'nowhere'
    },
    true,
  )
  addEventListener('click', ({ target }) => {
    if (target instanceof HTMLElement && 'reload' in target.dataset) location.reload()
  })

  // The browser never opens them in place of the page.
  for (const type of ['dragover', 'drop'])
    addEventListener(type, event => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      if (type !== 'drop') return
      const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.())
      window.dropped = { files: [...event.dataTransfer.files], folder: entries.find(entry => entry?.isDirectory)?.name }
    })
})()
