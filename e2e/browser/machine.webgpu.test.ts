import { networksOn } from './machine.suite'

networksOn('webgpu')
