/**
 * Packs the order lines of the UCI Online Retail data set as orders.parquet: the same lines in the same order, a third of
 * the size of the gzipped CSV.
 *
 *   node examples/online-retail/pack.ts path/to/online_retail.csv.gz
 */
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('usage: node examples/online-retail/pack.ts path/to/online_retail.csv.gz');
  process.exit(2);
}
const quoted = (file: string): string => `'${file.replaceAll("'", "''")}'`;
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`
  COPY (
    SELECT InvoiceNo, StockCode, Description, Quantity::INTEGER AS Quantity, InvoiceDate::TIMESTAMP AS InvoiceDate,
      UnitPrice::DECIMAL(9, 3) AS UnitPrice, CustomerID, Country
    FROM read_csv(${quoted(path)}, all_varchar = true, header = true)
  ) TO ${quoted(fileURLToPath(new URL('orders.parquet', import.meta.url)))}
  (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 19)`);
connection.closeSync();
