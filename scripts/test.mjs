// Everything there is to check, one line of totals at the end. Goes on after a failure; `--quick` leaves out the browser.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWasm } from './build-wasm.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const scratch = mkdtempSync(join(tmpdir(), 'noisescope-test-'))
const quick = process.argv.includes('--quick')
const summary = []
const failures = []

function run(bin, args) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(root, 'node_modules', bin), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('close', code => resolve(code === 0))
    child.on('error', () => resolve(false))
  })
}

const note = (name, passed, failed) => summary.push({ name, passed, failed })

async function one(name, bin, args) {
  console.log(`\n— ${name}`)
  const ok = await run(bin, args)
  if (!ok) failures.push(`${name}: see above`)
  note(name, ok ? 1 : 0, ok ? 0 : 1)
}

/** What failed, again at the end: where only the end of a log is kept, it has to say which test and why. */
function nameFailures(name, report) {
  const said = message => message.split('\n').slice(0, 12).join('\n    ')
  for (const file of report.testResults.filter(file => file.status === 'failed')) {
    const tests = file.assertionResults.filter(test => test.status === 'failed')
    const where = `${name}: ${relative(root, file.name)}`
    if (tests.length === 0) failures.push(`${where}\n    ${said(file.message ?? '')}`)
    for (const test of tests) failures.push(`${where}: ${test.fullName}\n    ${test.failureMessages.map(said).join('\n    ')}`)
  }
}

/** A test counts one; so does a file that could not run at all, and a run that failed without naming a test. */
function count(name, path, ok) {
  if (!existsSync(path)) {
    failures.push(`${name}: no report was written, see above`)
    return { passed: 0, failed: 1 }
  }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  nameFailures(name, report)
  const broken = report.testResults.filter(file => file.status === 'failed' && !file.assertionResults.some(t => t.status === 'failed'))
  const failed = report.numFailedTests + broken.length
  if (!ok && failed === 0) failures.push(`${name}: an error outside of a test, see above`)
  return { passed: report.numPassedTests, failed: ok ? failed : Math.max(failed, 1) }
}

async function tests(name, projects) {
  console.log(`\n— ${name}`)
  const path = join(scratch, `${name}.json`)
  const chosen = projects.flatMap(project => ['--project', project])
  const ok = await run('vitest/vitest.mjs', ['run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile.json=${path}`])
  const { passed, failed } = count(name, path, ok)
  note(name, passed, failed)
}

await buildWasm()
await one('lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings'])
await one('types', '../scripts/typecheck.mjs', [])
await one('unused code', 'knip/bin/knip.js', ['--no-progress'])
await tests('unit tests', ['unit'])
if (!quick) {
  await tests('browser and page tests', ['browser', 'e2e', 'engines'])
}
rmSync(scratch, { recursive: true, force: true })

for (const failure of failures) console.log(`\nFAILED ${failure}`)
console.log()
for (const { name, passed, failed } of summary)
  console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${passed} passed, ${failed} failed`)
const total = key => summary.reduce((sum, part) => sum + part[key], 0)
process.exitCode = total('failed') > 0 ? 1 : 0
console.log(`\n${total('passed')} passed, ${total('failed')} failed`)
