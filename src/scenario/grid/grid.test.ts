import { describe, expect, it } from 'vitest'
import { readRead } from './asked'
import { readAxes } from './axes'

const valuesOf = (text: string) => readAxes([text])[0]?.values

describe('an axis', () => {
  it('takes listed values, and ranges whose ends stand as they are given', () => {
    expect(valuesOf('eta=0.5,0.1,1e-3')).toEqual(['0.5', '0.1', '0.001'])
    expect(valuesOf('eta=0.1:0.7:lin:3')).toEqual(['0.1', '0.4', '0.7'])
    expect(valuesOf('eta=0.01:1:log:3')).toEqual(['0.01', '0.1', '1'])
    expect(valuesOf('eta=0.1:2:log:5')).toEqual(['0.1', '0.211474', '0.447214', '0.945742', '2'])
    expect(valuesOf('gd.eta=0.123456789:1:lin:2')).toEqual(['0.123456789', '1'])
    // Six digits do not tell these apart.
    expect(new Set(valuesOf('eta=1:1.000001:lin:11')).size).toBe(11)
    expect(valuesOf('m=1:64:log:7')).toEqual(['1', '2', '4', '8', '16', '32', '64'])
    expect(valuesOf('B=1:3:lin:9')).toEqual(['1', '2', '3'])
    expect(valuesOf('sampling=with-replacement,reshuffled')).toEqual(['with-replacement', 'reshuffled'])
    expect(valuesOf('arms=sgd,sgd+gd,a:adam')).toEqual(['sgd', 'sgd+gd', 'a:adam'])
  })

  it.each([
    [['eta'], '--grid: found “eta”; allowed is field=values, the values as lo:hi:lin:count, lo:hi:log:count, or values'],
    [['=1'], '--grid: found “=1”'],
    [['eta='], '--grid eta: found “”; allowed is lo:hi:lin:count'],
    [['wrong=1'], '--grid: found “wrong”; allowed is a field that is a number or a choice: one of arms, model, m, activation'],
    [['hidden=8,8'], '--grid: found “hidden”; allowed is a field that is a number or a choice'],
    [['sweep=m'], '--grid: found “sweep”; allowed is a field'],
    [['__proto__=1'], '--grid: found “__proto__”'],
    [['eta=1,x'], '--grid eta: found “x”; allowed is a number from 0.000001 to 1000'],
    [['eta=1,,2'], '--grid eta: found “”'],
    [['B=0.5'], '--grid B: found “0.5”; allowed is an integer from 1 to 20000'],
    [['eta=0.1,0.10'], '--grid eta: found “0.1”; allowed is each value once'],
    [['sampling=none'], '--grid sampling: found “none”; allowed is one of with-replacement'],
    [['eta=0.1:1:log'], '--grid eta: found “0.1:1:log”; allowed is lo:hi:lin:count, lo:hi:log:count, or values separated by commas, with'],
    [['eta=0.1:1:log:1'], 'with a count from 2 to 10000'],
    [['eta=0.1:1:cubic:3'], '--grid eta: found “0.1:1:cubic:3”'],
    [['eta=0.1:5000:log:3'], '--grid eta: found “5000”; allowed is a number from'],
    [['eta=1:0.1:log:3'], '--grid eta: found “1:0.1:log:3”; allowed is a range whose first end is below its second'],
    [['eta=1:1:lin:3'], 'a range whose first end is below'],
    [['momentum=0:0.9:log:3'], '--grid momentum: found “0:0.9:log:3”; allowed is for log a range that begins above 0'],
    [['eta=1', 'eta=2'], '--grid: found “eta”; allowed is each field once'],
  ])('%j is refused with what was found and what is allowed', (texts, message) => {
    expect(() => readAxes(texts)).toThrow(message)
  })
})

describe('what is read', () => {
  it('is what a sweep shows, or what was asked for, in the order of a run', () => {
    expect(readRead(undefined, undefined, undefined)).toMatchObject({ at: ['start', 'end'], until: null })
    expect(readRead('mu,g_2', 'end,100,start,7', 'lambda_1>2e1')).toEqual({
      columns: ['mu', 'g_2'],
      at: ['start', 7, 100, 'end'],
      until: { column: 'lambda_1', sign: '>', value: 20 },
    })
    expect(readRead('mu', undefined, 'loss<1').at).toEqual(['start'])
    // The tables have a column of steps already.
    expect(readRead('step,mu', undefined, undefined).columns).toEqual(['mu'])
  })

  it.each([
    ['nope', undefined, undefined, '--columns: found “nope”; allowed is a column of metrics.csv: one of step, lr, '],
    ['g', undefined, undefined, '--columns: found “g”'],
    ['g_0', undefined, undefined, '--columns: found “g_0”'],
    ['loss_1', undefined, undefined, '--columns: found “loss_1”'],
    ['toString', undefined, undefined, '--columns: found “toString”'],
    ['step,mu,step', undefined, undefined, '--columns: found “step”; allowed is each column once'],
    ['mu,mu', undefined, undefined, '--columns: found “mu”; allowed is each column once'],
    [undefined, 'middle', undefined, '--at: found “middle”; allowed is start, end or a step'],
    [undefined, '-1', undefined, '--at: found “-1”'],
    [undefined, '0,start', undefined, '--at: found “start”; allowed is each step once'],
    [undefined, undefined, 'loss', '--until: found “loss”; allowed is COLUMN<VALUE or COLUMN>VALUE'],
    [undefined, undefined, 'loss<', '--until: found “loss<”'],
    [undefined, undefined, 'loss<=1', '--until: found “loss<=1”'],
    [undefined, undefined, 'loss<nan', '--until: found “loss<nan”'],
    [undefined, undefined, 'lost<1', '--until: found “lost”'],
  ])('%s %s %s is refused', (columns, at, until, message) => {
    expect(() => readRead(columns, at, until)).toThrow(message)
  })
})
