import type { Role } from './roles.ts';

/** Names that columns usually have, in small letters without separators; the first that is there is taken. */
export const usualNames: Readonly<Record<Role, readonly string[]>> = {
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

/** A name as it is compared: small letters and digits alone. */
export function plain(column: string): string {
  return column
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
