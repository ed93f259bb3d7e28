import type { Catalogue } from '@clientele/engine';

export type OrdersNoteKey =
  | 'COLUMNS'
  | 'READ'
  | 'WITHOUT_CUSTOMER'
  | 'UNREADABLE'
  | 'OUTSIDE'
  | 'REPEATS'
  | 'RETURNS'
  | 'ORDER_TOTALS'
  | 'FREE'
  | 'LEFT_OUT'
  | 'LONG_AGO'
  | 'NO_DIVERSITY'
  | 'LOYALTY';

export const ordersNotes: Catalogue<OrdersNoteKey> = {
  en: {
    COLUMNS: 'Columns: {columns}.',
    READ: '{lines, plural, one {# line} other {# lines}}, {customers, plural, one {# customer} other {# customers}}, {first} to {last}; recency is counted from {asOf} ({timeZone}).',
    WITHOUT_CUSTOMER:
      '{n, plural, one {# line has} other {# lines have}} no customer and {n, plural, one {was} other {were}} skipped.',
    UNREADABLE:
      '{n, plural, one {# line} other {# lines}} could not be read and {n, plural, one {was} other {were}} skipped.',
    OUTSIDE:
      '{n, plural, one {# line is} other {# lines are}} outside the window and {n, plural, one {was} other {were}} left out.',
    REPEATS:
      '{n, plural, one {# line repeats} other {# lines repeat}} another exactly; {rule, select, keep {all were kept (--duplicates drop drops them)} other {the repeats were dropped}}.',
    RETURNS:
      '{n, plural, one {# return} other {# returns}} worth {amount}: {rule, select, net {set against purchases of the same customer, except {unmatchedAmount} in {unmatched, plural, one {# line} other {# lines}} without such a purchase, which {unmatched, plural, one {was} other {were}} left out} drop {left out; the purchases stay as they were} other {summed as they are}}.',
    ORDER_TOTALS:
      '{rule, select, once {The amount of each order is counted once, as its total.} other {In {share} of {n, plural, one {# order} other {# orders}} of several lines every line has the same amount: it may be the order’s total, repeated on each line. All lines were added up; --order-total once counts each order once, --amount names another column.}}',
    FREE: '{n, plural, one {# line costs} other {# lines cost}} nothing; {rule, select, count {{n, plural, one {it counts as a visit} other {they count as visits}}} other {left out}}.',
    LEFT_OUT:
      '{n, plural, one {# customer has} other {# customers have}} no purchase left and {n, plural, one {was} other {were}} left out.',
    LONG_AGO: 'The last order was {days} days before {asOf}. Features of that time: --as-of {after}.',
    NO_DIVERSITY: 'No column names a category or product, so product_diversity is left out.',
    LOYALTY: 'No points are given: loyalty_score is made of recency, visits and money.',
  },
  es: {
    COLUMNS: 'Columnas: {columns}.',
    READ: '{lines, plural, one {# línea} other {# líneas}}, {customers, plural, one {# cliente} other {# clientes}}, del {first} al {last}; la recencia se cuenta desde el {asOf} ({timeZone}).',
    WITHOUT_CUSTOMER:
      '{n, plural, one {# línea no tiene cliente y se omitió} other {# líneas no tienen cliente y se omitieron}}.',
    UNREADABLE:
      '{n, plural, one {# línea no se pudo leer y se omitió} other {# líneas no se pudieron leer y se omitieron}}.',
    OUTSIDE:
      '{n, plural, one {# línea está} other {# líneas están}} fuera de la ventana y no {n, plural, one {cuenta} other {cuentan}}.',
    REPEATS:
      '{n, plural, one {# línea repite} other {# líneas repiten}} otra exactamente; {rule, select, keep {se conservan todas (--duplicates drop las elimina)} other {se eliminaron las repeticiones}}.',
    RETURNS:
      '{n, plural, one {# devolución} other {# devoluciones}} por {amount}: {rule, select, net {restadas de las compras del mismo cliente, salvo {unmatchedAmount} en {unmatched, plural, one {# línea} other {# líneas}} sin compra correspondiente, que no {unmatched, plural, one {cuenta} other {cuentan}}} drop {no cuentan; las compras quedan como estaban} other {sumadas tal como están}}.',
    ORDER_TOTALS:
      '{rule, select, once {El importe de cada pedido cuenta una sola vez, como su total.} other {En el {share} de {n, plural, one {# pedido} other {# pedidos}} de varias líneas todas llevan el mismo importe: puede ser el total del pedido, repetido en cada línea. Se sumaron todas las líneas; --order-total once cuenta cada pedido una vez, --amount nombra otra columna.}}',
    FREE: '{n, plural, one {# línea no cuesta} other {# líneas no cuestan}} nada; {rule, select, count {{n, plural, one {cuenta como visita} other {cuentan como visitas}}} other {{n, plural, one {no cuenta} other {no cuentan}}}}.',
    LEFT_OUT:
      '{n, plural, one {# cliente se quedó} other {# clientes se quedaron}} sin compras y no {n, plural, one {aparece} other {aparecen}}.',
    LONG_AGO: 'El último pedido fue {days} días antes del {asOf}. Características de aquel momento: --as-of {after}.',
    NO_DIVERSITY: 'Ninguna columna nombra categoría o producto: product_diversity no aparece.',
    LOYALTY: 'No se dan puntos: loyalty_score se forma con recencia, visitas y dinero.',
  },
  pt: {
    COLUMNS: 'Colunas: {columns}.',
    READ: '{lines, plural, one {# linha} other {# linhas}}, {customers, plural, one {# cliente} other {# clientes}}, de {first} a {last}; a recência é contada a partir de {asOf} ({timeZone}).',
    WITHOUT_CUSTOMER:
      '{n, plural, one {# linha não tem cliente e foi omitida} other {# linhas não têm cliente e foram omitidas}}.',
    UNREADABLE:
      '{n, plural, one {# linha não pôde ser lida e foi omitida} other {# linhas não puderam ser lidas e foram omitidas}}.',
    OUTSIDE:
      '{n, plural, one {# linha está} other {# linhas estão}} fora da janela e não {n, plural, one {conta} other {contam}}.',
    REPEATS:
      '{n, plural, one {# linha repete} other {# linhas repetem}} outra exatamente; {rule, select, keep {todas foram mantidas (--duplicates drop as elimina)} other {as repetições foram eliminadas}}.',
    RETURNS:
      '{n, plural, one {# devolução} other {# devoluções}} no valor de {amount}: {rule, select, net {abatidas das compras do mesmo cliente, exceto {unmatchedAmount} em {unmatched, plural, one {# linha} other {# linhas}} sem compra correspondente, que não {unmatched, plural, one {conta} other {contam}}} drop {não contam; as compras ficam como estavam} other {somadas como estão}}.',
    ORDER_TOTALS:
      '{rule, select, once {O valor de cada pedido conta uma só vez, como o seu total.} other {Em {share} de {n, plural, one {# pedido} other {# pedidos}} de várias linhas todas têm o mesmo valor: pode ser o total do pedido, repetido em cada linha. Todas as linhas foram somadas; --order-total once conta cada pedido uma vez, --amount nomeia outra coluna.}}',
    FREE: '{n, plural, one {# linha não custa} other {# linhas não custam}} nada; {rule, select, count {{n, plural, one {conta como visita} other {contam como visitas}}} other {{n, plural, one {não conta} other {não contam}}}}.',
    LEFT_OUT:
      '{n, plural, one {# cliente ficou} other {# clientes ficaram}} sem compras e não {n, plural, one {aparece} other {aparecem}}.',
    LONG_AGO: 'O último pedido foi {days} dias antes de {asOf}. Características daquele momento: --as-of {after}.',
    NO_DIVERSITY: 'Nenhuma coluna nomeia categoria ou produto: product_diversity não aparece.',
    LOYALTY: 'Não há pontos: loyalty_score é formado por recência, visitas e dinheiro.',
  },
};
