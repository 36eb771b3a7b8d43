// Prints a Parquet file as JSON: its rows (bytes in base64), the rows of each row group, and its metadata.
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'

const file = await asyncBufferFromFile(process.argv[2])
const metadata = await parquetMetadataAsync(file)
const rows = await parquetReadObjects({ file, metadata, utf8: false })
const plain = (key, value) => (typeof value === 'bigint' ? Number(value) : value)
const encoded = value => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : Array.isArray(value) ? value.map(encoded)
  : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, encoded(one)])) : value)
console.log(JSON.stringify({
  rows: rows.map(encoded),
  groups: metadata.row_groups.map(group => Number(group.num_rows)),
  metadata: Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value])),
}, plain))
