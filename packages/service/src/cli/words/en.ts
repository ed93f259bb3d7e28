/** What the command line says, English. The other languages have the same keys or do not compile. */
export const en = {
  // Reading
  missing_file: '{file}: there is no such file. Check the path.',
  is_folder: '{file} is a folder. Name one file, or - for standard input.',
  unreadable: '{file} cannot be read ({code}). Check its permissions.',
  damaged_gzip: '{file} is a damaged gzip file. Make it again.',
  too_large: '{file} unpacks to more than {limit} MB. Send fewer rows, or only the columns you use.',
  empty_file: '{file} is empty. It needs a header and one row for each customer.',
  not_utf8: '{file} is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: CSV UTF-8).',
  csv_broken: '{file}, row {row}: {problem}. Put quotes around the whole cell and double the quotes inside it.',
  quote_open: 'a quoted cell is never closed',
  quote_inside: 'a quote stands inside an unquoted cell',
  header_twice: '{file}, row {row}: column {column} appears twice in the header. Rename one.',
  header_empty: '{file}, row {row}: column {at} has no name. Name it.',
  ragged:
    '{file}, row {row}: {found, plural, one {# cell} other {# cells}}, but the header in row {header} has {expected}. Quote cells that hold {delimiter, select, comma {a comma} semicolon {a semicolon} other {a tab}}; the header is the first row of the file.',
  json_broken: '{file}, line {row}, column {column}: not valid JSON. Check the comma or quote before it.',
  json_shape:
    '{file} holds JSON of another shape. Send an array of objects, one for each customer, or an object with "data".',
  json_item: '{file}, item {row} is not an object. Send one object for each customer.',
  body_fault: '{file}: {message}',
  // Columns
  unknown_column: '{file} has no column {column} (named in {flag}). It has: {columns}.',
  bad_number:
    '{file}, row {row}, column {column}: "{value}" is not a number. {hint, select, comma {Write a decimal point and no thousands separator, as in 1234.5.} decimal {Write a decimal point, as in 1234.5, or say --decimal comma if the comma is the decimal sign of this file.} point {With --decimal comma it is written 1234,5 or 1.234,5.} sign {Write the number alone, without currency or percent sign.} missing {Leave the cell empty when the value is unknown.} infinite {Numbers go up to 1.8e308.} other {Mend the cell, or leave the column out with --features.}}',
  bad_item: '{file}, item {row}, {column}: {value} is not a number. Send a number, or null when it is unknown.',
  no_id: '{file}, row {row}: the id in column {column} is empty. Every customer needs one.',
  twice: '{file}: {column} {value} appears twice, in rows {first} and {second}. Keep one row for each customer.',
  no_numbers:
    '{file} has no column of numbers to group by. Its {count, plural, one {column is} other {columns are}}: {columns}. Cells are separated by comma, semicolon or tab.',
  features_twice: '--features names {column} twice. Name it once.',
  // Notes
  note_id: 'Customers are named by column {column}.',
  note_id_rows: 'No column of ids was found; customers are named by their row. Name one with --id.',
  note_text: 'Left out as text: {columns}.',
  note_empty: 'Left out as empty: {columns}.',
  note_prefix: 'note: {text}',
  // Flags
  description: 'Find the groups among the customers in FILE and say how far to trust them',
  argument_file: 'CSV, JSON or a purchasing_segmentation body, gzip or not; - reads standard input',
  examples: `
Examples:
  clientele segment customers.csv
      segment the file, read the result here
  clientele segment customers.csv --features spend,visits --report report.html --out labels.csv
      choose the columns, write a page and a segment for each customer
  clientele segment customers.csv --k 4 --objective actionable --json
      four segments, for a campaign; the result as JSON
  zcat customers.csv.gz | clientele segment -
      from standard input, also compressed
`,
  flag_id: 'column that names the customer (default: customer_id, customerid or id, else the first text column)',
  flag_features: 'columns to group by, separated by commas (default: every column of numbers)',
  flag_lang: 'language of all texts',
  flag_out: 'write customer_id, segment, persona, confidence; ids stay exactly as they were read',
  flag_report: 'write the whole result as one HTML page',
  flag_json: 'print the whole result as JSON',
  flag_data: 'store the result as a run of this data folder (see clientele runs --help)',
  flag_tenant: 'whose run it is; not needed where there is one tenant',
  flag_previous: 'keep the ids of the segments of this earlier run (needs --data)',
  previous_needs_data: '--previous-run names a stored run: say with --data in which folder.',
  previous_unknown: '--previous-run is {run}, which is no completed run there. See them: clientele runs list',
  stored_as: 'Stored as run {run}. Look at it: clientele runs show {run} --data {folder}',
  tenant_alone: '--tenant says whose run is stored. Name the data folder too, with --data.',
  tenant_made: 'Made the tenant {name} ({id}) for the runs of this folder.',
  flag_quiet: 'print nothing but errors (and the JSON, if asked for)',
  lang_wrong: '--lang is {value}; it must be one of {choices}.',
  cannot_write: '{file} cannot be written ({code}). Check the folder and its permissions.',
  flag_twice: '{flag} is given more than once. Give it once.',
  stdout_broken: 'Standard output cannot be written ({code}).',
  same_file: '{flag} {file} is the same file as {other}. Name another file, or the one would be lost.',
  // Result
  segment: 'Segment',
  persona: 'Persona',
  customers: 'Customers',
  share: 'Share',
  value_share: '{feature}, share',
  silhouette: 'Silhouette',
  trust: 'Trust',
  trust_stable: 'stable {value}',
  trust_indicative: 'indicative {value}',
  trust_unreliable: 'unreliable {value}',
  outliers: 'Outliers',
  group: 'Group {letter}',
  decision: '{tried, plural, one {# model} other {# models}} tried, {eligible} could win.',
  notices: 'Notes',
  wrote: 'Wrote {file}',
  next: 'Next',
  hint_report: 'The whole result as a page:   clientele segment {typed} --report report.html',
  hint_out: 'A segment for every customer: clientele segment {typed} --out labels.csv',
  hint_objective: 'Chosen for campaigns instead: clientele segment {typed} --objective actionable',
  phase: 'Grouping',
  // Orders
  argument_orders:
    'orders as CSV, gzip CSV, Parquet or JSON lines, one line for each order or item; - reads standard input; a postgres:// address reads a --table or --query',
  group_orders: 'Options for reading orders:',
  group_output: 'Options for the result:',
  flag_orders: 'make the features from a file of orders instead',
  flag_role:
    'column that holds {role, select, customer {the customer} date {the date or time of the order} amount {the amount of the line} quantity {the quantity, for amount = quantity x price} price {the price of one} order {the number of the order} product {the product} category {the category, counted instead of the product} other {the balance of loyalty points}} (default: found by its name)',
  flag_table: 'with a postgres:// address: the table to read',
  flag_query: 'with a postgres:// address: the query to read',
  flag_memory:
    'memory for reading orders; beyond it, temporary files are used (default: a quarter of the machine, at most 4096)',
  flag_threads: 'threads that read orders (default: one a core)',
  flag_work: 'folder for temporary files (default: the system folder)',
  flag_out_csv: 'write the customers to a CSV file, and a summary here',
  flag_quiet_csv: 'print nothing but errors and what was asked for',
  flag_bins: 'scores for each of recency, frequency and money',
  flag_weights: 'weight of each feature; what is not named has none',
  features_description: 'Make the six features of each customer from ORDERS, as CSV ready for clientele segment',
  features_examples: `
Examples:
  clientele features orders.csv --as-of 2026-01-01 --out customers.csv
      one row for each customer, with recency counted from that day
  clientele features orders.parquet --visits orders --returns drop --free drop
      count orders instead of days, and leave out returns and what cost nothing
  clientele features lines.csv --customer buyer --date when --quantity pieces --price each
      name the columns that are not found by themselves
  clientele features postgres://me@db/shop --table public.orders --json > body.json
      from PostgreSQL, as a body for POST /api/v1/ai/purchasing_segmentation
`,
  rfm_description: 'Score the customers in ORDERS by recency, frequency and money, and put them in tiers',
  rfm_examples: `
Examples:
  clientele rfm orders.csv --as-of 2026-01-01 --out rfm.csv
      scores and tiers as a file; tiers and thresholds here
  clientele rfm orders.csv --bins 4 --json
      four scores, as JSON
`,
  loyalty_description: 'Score the loyalty of the customers in FILE from 0 to 1, and put them in tiers',
  loyalty_examples: `
Examples:
  clientele features orders.csv | clientele loyalty - --out loyalty.csv
      from orders to loyalty
  clientele loyalty customers.csv --weights visit_frequency=0.5,recency_days=0.5
      frequency and recency alone
`,
  loyalty_unused: 'No difference between customers, so without weight: {features}.',
  loyalty_summary: 'Mean {mean}, median {median}; a tenth of the customers is above {top}.',
  no_loyalty_features:
    '{file} has none of the columns that loyalty is made of: {features}. Make them: clientele features ORDERS',
  weights_wrong:
    '--weights has {value}; write feature=weight with a weight of 0 or more, at least one above 0. Features: {features}.',
  file_or_orders: 'Name either a file of customers or --orders with a file of orders.',
  phase_orders: 'Reading',
  feature: 'Feature',
  lowest: 'Lowest',
  median: 'Median',
  mean: 'Mean',
  highest: 'Highest',
  tier: 'Tier',
  money_share: 'Money, share',
  thresholds: 'Reached at',
  score_from: 'score {score}',
  metric_recency: 'Days since the last order, at most',
  metric_frequency: 'Visits, at least',
  metric_monetary: 'Money, at least',
} as const;
export type CliWord = keyof typeof en;
