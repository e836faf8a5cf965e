/**
 * Chromium remembers that a module could not be fetched, for as long as the page stands: the same import fails ever after, without asking
 * again. So what Vite fetches parts of the page with asks a second time under a name of its own, and remembers what came. Where that
 * does not help, as for what several parts import, `partsGivenUp` is set: only a reload does.
 */
const IMPORT = 'baseModule().catch('

const FRESH = `
const partsHere = {};
let partsAsked = 0;
const fresh = load => load().catch(error => {
  const url = /https?:\\/\\/\\S+?\\.js/.exec(String(error))?.[0];
  if (!url) throw error;
  return (partsHere[url] ??= import(url + '?again=' + ++partsAsked).catch(async () => {
    delete partsHere[url];
    // It can be had, and something that it imports was given up by the browser.
    globalThis.partsGivenUp = await fetch(url).then(got => got.ok, () => false);
    throw error;
  }));
});
`

/** @returns {import('vite').Plugin} */
export function freshImports() {
  let changed = false
  return {
    name: 'fresh-imports',
    apply: 'build',
    renderChunk(code) {
      if (!code.includes('vite:preloadError')) return undefined
      if (!code.includes(IMPORT)) throw new Error('fresh-imports: Vite fetches parts of a page in another way now')
      changed = true
      return { code: FRESH + code.replace(IMPORT, 'fresh(baseModule).catch('), map: null }
    },
    generateBundle() {
      if (!changed) throw new Error('fresh-imports: nothing fetches parts of the page any more')
    },
  }
}
