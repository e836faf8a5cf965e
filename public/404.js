// A link whose # was encoded on its way asks the host for a file of that name: the page is opened with the link instead.
;(() => {
  const { origin, pathname, search, hash } = location
  const at = pathname.search(/%23/i)
  if (at >= 0) location.replace(`${origin}${pathname.slice(0, at)}#${pathname.slice(at + 3)}${search}${hash}`)
})()
