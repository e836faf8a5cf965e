import { expect, it } from 'vitest'
import { armName } from './armName'

it('is the id in capitals, with a closing number apart', () => {
  expect(['sgd', 'gd', 'sgd2', 'gd10', 'fast', 'b4', 'a1b'].map(armName)).toEqual(['SGD', 'GD', 'SGD 2', 'GD 10', 'FAST', 'B 4', 'A1B'])
})
