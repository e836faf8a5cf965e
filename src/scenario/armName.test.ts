import { expect, it } from 'vitest'
import { armName } from './armName'

it('is the id in capitals, with a closing number apart', () => {
  expect(['sgd', 'gd', 'sgd2', 'gd10', 'fast', 'b4', 'a1b'].map(armName)).toEqual(['SGD', 'GD', 'SGD 2', 'GD 10', 'FAST', 'B 4', 'A1B'])
})

it('says of a branch where it begins', () => {
  expect(['sgdfrom200', 'sgd2from0', 'sgdfrom200b', 'from2'].map(armName)).toEqual([
    'SGD from 200',
    'SGD 2 from 0',
    'SGD from 200 B',
    'FROM 2',
  ])
})
