const query = new URLSearchParams(location.search)

/** The name of the one panel that is shown within another page, '' for the first; null on a page of its own. */
export const embedded = query.get('embed') === '1' ? (query.get('panel') ?? '') : null
