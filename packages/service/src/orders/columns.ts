import { shortened } from '@clientele/engine';
import { OrdersFault } from './faults.ts';

/** What a column of order lines can be. */
export const roles = [
  'customer',
  'date',
  'amount',
  'quantity',
  'price',
  'order',
  'product',
  'category',
  'points',
] as const;
export type Role = (typeof roles)[number];

/** Which column plays which role. */
export type Mapping = Readonly<Partial<Record<Role, string>>>;

/** Names that columns usually have, in small letters without separators; the first that is there is taken. */
const usualNames: Readonly<Record<Role, readonly string[]>> = {
  customer: names(
    'customer_id customer client_id client buyer_id user_id shopper_id account_id member_id contact_id email ' +
      'id_cliente cliente_id cliente codigo_cliente cod_cliente comprador_id',
  ),
  date: names(
    'order_date invoice_date purchase_date transaction_date sale_date ordered_at created_at date datetime timestamp ' +
      'fecha_pedido fecha_compra fecha data_pedido data_compra data order_purchase_timestamp',
  ),
  amount: names(
    'order_total line_total amount total_amount total_price total revenue sales line_amount order_value value dollars ' +
      'net_amount importe importe_total monto valor valor_total total_linea',
  ),
  quantity: names('quantity qty units cantidad quantidade qtd unidades'),
  price: names('unit_price price item_price price_each precio_unitario precio preco_unitario preco'),
  order: names(
    'order_id order_no order_number order invoice_no invoice_id invoice transaction_id receipt_id basket_id ' +
      'pedido_id id_pedido pedido numero_pedido factura fatura nota_fiscal',
  ),
  product: names(
    'product_id product sku stock_code item_id item article_id asin producto_id producto produto_id produto articulo artigo',
  ),
  category: names(
    'category_lvl1 category_level1 category product_category category_name department categoria departamento',
  ),
  points: names('current_points loyalty_points points points_balance puntos pontos'),
};

function names(list: string): string[] {
  return list.split(' ').map(plain);
}

function plain(column: string): string {
  return column
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** The columns for each role: those that were named, others by their usual names. Throws an OrdersFault. */
export function mapColumns(columns: readonly string[], given: Mapping): Mapping {
  const mapping: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const column = given[role];
    if (column === undefined) continue;
    if (!columns.includes(column))
      throw new OrdersFault('NO_COLUMN', { column, flag: `--${role}`, columns: listed(columns) });
    const other = roles.find((one) => mapping[one] === column);
    if (other) throw new OrdersFault('ROLE_TWICE', { flag: `--${other}`, other: `--${role}`, column });
    mapping[role] = column;
  }
  for (const role of roles) mapping[role] ??= guess(role, columns, mapping);
  // An amount is taken as it stands; quantity and price make one only where there is none.
  if (mapping.amount !== undefined && given.quantity === undefined && given.price === undefined) {
    delete mapping.quantity;
    delete mapping.price;
  } else if (given.amount === undefined && mapping.quantity !== undefined && mapping.price !== undefined)
    delete mapping.amount;
  for (const role of ['customer', 'date'] as const)
    if (mapping[role] === undefined)
      throw new OrdersFault('ROLE_MISSING', { role, flag: `--${role}`, columns: listed(columns) });
  if (mapping.amount === undefined && (mapping.quantity === undefined || mapping.price === undefined))
    throw new OrdersFault('AMOUNT_MISSING', { columns: listed(columns) });
  return Object.fromEntries(roles.flatMap((role) => (mapping[role] === undefined ? [] : [[role, mapping[role]]])));
}

function guess(role: Role, columns: readonly string[], taken: Mapping): string | undefined {
  const free = columns.filter((column) => !Object.values(taken).includes(column));
  for (const usual of usualNames[role]) {
    const found = free.find((column) => plain(column) === usual);
    if (found !== undefined) return found;
  }
}

const LISTED = 30;

function listed(columns: readonly string[]): string {
  return columns
    .slice(0, LISTED)
    .map((column) => shortened(column, 40))
    .join(', ');
}
