import { gzipSync, strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { proposeOwn, readOwn } from './own'
import { fileOf, text, writeCifar, writeCifar100, writeIdx, writeTar } from './testing'
import { zipEntries } from './zip'

const read = (name: string, bytes: Uint8Array) => readOwn([fileOf(name, bytes)], () => {})
const refused = async (name: string, bytes: Uint8Array) =>
  ((await read(name, bytes).catch((error: Error) => error.message)) as string).replaceAll('\u2009', ' ')

/** Three rows of two numbers and a name, in a folder beside a description, packed by GNU tar and gzip, and by Python's zipfile. */
const TAR =
  'H4sIAAAAAAACA+3UMQ6CMBTG8c6cogeoSCmFmURGF2+ASiITCS1Eby+Q6ECiTpAQ/7/lvfR1ab681m3tdq7ye7GcaJBZO9XBvE69NmkUZ2mUjOdaG62FtGIFnfNlK6Vom8Z/u/drvlH1K/9TkR+ORejvfpH80yT5nH+sZ/mbcSwj8l9cfm46L/2tcpW8lr4MBP7Je//HJry4fqH//+v+m3i2/0OXsf+rPF/16hFoFasyMCpR58CqNLSKjwAAAAAAAAAAAAAAgO14Ah732pUAKAAA'
const ZIP =
  'UEsDBBQAAAAAAAAAIVCDFtyMAQAAAAEAAAAFAAAASW5kZXh4UEsDBBQAAAAAAAAAIVCEK/xNFAAAABQAAAAOAAAAd2luZS93aW5lLmRhdGExLDIsYQozLDQsYgo1LDYuNSxhClBLAwQUAAAAAAAAACFQ5w01dAUAAAAFAAAADwAAAHdpbmUvd2luZS5uYW1lc0Fib3V0UEsDBBQAAAAAAAAAIVA5nPsGBAAAAAQAAAAUAAAAX19NQUNPU1gvLl93aW5lLmRhdGFqdW5rUEsBAhQDFAAAAAAAAAAhUIMW3IwBAAAAAQAAAAUAAAAAAAAAAAAAAIABAAAAAEluZGV4UEsBAhQDFAAAAAAAAAAhUIQr/E0UAAAAFAAAAA4AAAAAAAAAAAAAAIABJAAAAHdpbmUvd2luZS5kYXRhUEsBAhQDFAAAAAAAAAAhUOcNNXQFAAAABQAAAA8AAAAAAAAAAAAAAIABZAAAAHdpbmUvd2luZS5uYW1lc1BLAQIUAxQAAAAAAAAAIVA5nPsGBAAAAAQAAAAUAAAAAAAAAAAAAACAAZYAAABfX01BQ09TWC8uX3dpbmUuZGF0YVBLBQYAAAAABAAEAO4AAADMAAAAAAA='
const decoded = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

it('one table in an archive is read as it would be by itself, whoever packed it', async () => {
  const csv = '1,2,a\n3,4,b\n5,6.5,a\n'
  const { info } = await read('wine.data', strToU8(csv))
  const unzipped = await read('wine.zip', decoded(ZIP))
  expect([unzipped.info.digest, unzipped.info.files]).toEqual([info.digest, ['wine.data']])
  const untarred = await read('iris.tar.gz', decoded(TAR))
  expect([untarred.info.digest, untarred.info.files]).toEqual([info.digest, ['iris.csv']])
})

it('sets in archives: IDX with a test set, batches of CIFAR, a table with its test set', async () => {
  const pixels = (n: number) =>
    writeIdx(
      8,
      [n, 4, 4],
      Uint8Array.from({ length: 16 * n }, (_, j) => (j * 11) % 256),
    )
  const labels = (n: number) =>
    writeIdx(
      8,
      [n],
      Uint8Array.from({ length: n }, (_, i) => i % 3),
    )
  const mnist = await read(
    'mnist.zip',
    zipSync({
      'train-images-idx3-ubyte.gz': gzipSync(pixels(9)),
      'train-labels-idx1-ubyte.gz': gzipSync(labels(9)),
      't10k-images.idx3-ubyte': pixels(4),
      't10k-labels.idx1-ubyte': labels(4),
    }),
  )
  expect(mnist.info).toMatchObject({ n: 9, test: 4, shape: [4, 4], format: 'idx' })
  const [a, b, t] = [writeCifar([3, 5], (i, j) => (i + j) & 255), writeCifar([1], () => 7), writeCifar([9], () => 8)]
  const folder = 'cifar-10-batches-bin'
  const cifar = await read(
    'cifar-10-binary.tar.gz',
    gzipSync(
      writeTar({
        [`${folder}/batches.meta.txt`]: text('airplane'),
        [`${folder}/data_batch_1.bin`]: a,
        [`${folder}/data_batch_2.bin`]: b,
        [`${folder}/readme.html`]: text('<html>'),
        [`${folder}/test_batch.bin`]: t,
      }),
    ),
  )
  expect(cifar.info).toMatchObject({ n: 3, test: 1, files: ['data_batch_1.bin', 'data_batch_2.bin', 'test_batch.bin'] })
  expect([...cifar.table.targets.values]).toEqual([3, 5, 1, 9])
  expect([...cifar.table.samples.X.subarray(3072, 3076)]).toEqual([1, 2, 3, 4])
  const hundred = (label: number) => writeCifar100([[label % 20, label]], (_, j) => j & 255)
  const names = { 'fine_label_names.txt': text('apple'), 'coarse_label_names.txt': text('fish') }
  const cifar100 = await read('cifar-100-binary.tar', writeTar({ ...names, 'train.bin': hundred(99), 'test.bin': hundred(5) }))
  expect(cifar100.info).toMatchObject({ n: 1, test: 1, format: 'cifar-100' })
  const csv = (n: number) => text(...Array.from({ length: n }, (_, i) => `${i / 2},${i % 7},${'ab'[i % 2]}`))
  const table = await read('t.zip', zipSync({ 'd/train.csv': csv(12), 'd/test.csv': csv(4), 'd/README.md': text('x') }))
  expect(table.info).toMatchObject({ n: 12, test: 4 })
})

it.each([
  [
    'w.zip',
    zipSync({ 'q/red.csv': text('1,2'), 'q/white.csv': text('1,2'), 'q/names.txt': text('x') }),
    'w.zip: archive holds several data files (“red.csv”, “white.csv”): unpack it, and open the one that is meant or those that belong together',
  ],
  ['n.zip', zipSync({ 'a.html': text('x') }), 'n.zip: archive holds no data file (“a.html”); IDX, CIFAR batches, CSV, NPY or NPZ expected'],
  [
    's.xlsx',
    zipSync({ '[Content_Types].xml': text('x'), 'xl/workbook.xml': text('x') }),
    's.xlsx: the file is a spreadsheet of Excel: save',
  ],
  ['p.zip', zipSync({ 'bad.csv': text('1,2,3', '4,5') }), 'p.zip: bad.csv: row 2 has 2 columns, 3 expected as in the first row'],
  ['c.tar', writeTar({ 'a.bin': writeCifar([1], () => 7) }).subarray(0, 2000), 'c.tar: archive ends after 2 000 of 3 585 bytes'],
  ['p.pkl', Uint8Array.of(0x80, 4, 0x95, 0, 0), 'p.pkl: the file is a pickle of Python: save its arrays as NPY or NPZ'],
  ['d.7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4), 'd.7z: the file is packed with 7-Zip: unpack it'],
])('%s is refused with what to do', async (name, bytes, sentence) => {
  expect(await refused(name, bytes)).toContain(sentence)
})

it('a header of tar that does not agree with its sum is named by its byte', async () => {
  const bytes = writeTar({ 'a.bin': writeCifar([1], () => 7), 'b.bin': writeCifar([2], () => 7) })
  const second = 512 + Math.ceil(3073 / 512) * 512
  bytes[second + 3] ^= 1
  expect(await refused('c.tar', bytes)).toBe(
    `c.tar: archive, header at byte ${second.toLocaleString('en-US').replace(',', ' ')}: the check sum does not agree, the archive is damaged`,
  )
})

it('an archive of files that unpack to too much is refused', async () => {
  const large = zipSync({ 'a.csv': [strToU8('1,2,3\n'.repeat(2e5)), { level: 9 }] })
  const found = proposeOwn([fileOf('a.zip', large)], () => {}, { largest: 1e5 })
  await expect(found).rejects.toThrow(/a\.csv.*more than/)
})

it('a packed file that unpacks to too much is refused, whatever it is packed into', async () => {
  const packed = gzipSync(strToU8('1,2,3\n'.repeat(2e5)), { level: 9 })
  expect(packed.length).toBeLessThan(1e4)
  const found = proposeOwn([fileOf('a.csv.gz', packed)], () => {}, { largest: 1e5 })
  await expect(found).rejects.toThrow(/a\.csv\.gz.*unpacks to more than/)
})

it('an archive whose end alone is read is told of in places of the whole', () => {
  const all = zipSync({ 'a.npy': new Uint8Array(9000), 'b.npy': new Uint8Array(10) }, { level: 0 })
  const before = 9000
  const tail = all.slice(before)
  expect(zipEntries(tail, before)).toEqual(zipEntries(all))
  const directory = all.length - 22 - 2 * (46 + 5)
  tail[directory - before] ^= 1
  expect(() => zipEntries(tail, before)).toThrow(`directory at byte 9\u2009${String(directory).slice(1)}`)
  expect(() => zipEntries(tail.subarray(0, 60), before)).toThrow('archive ends at byte 9\u2009060 without a directory')
})
