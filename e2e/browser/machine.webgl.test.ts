import { networksOn } from './machine.suite'

networksOn('webgl')
