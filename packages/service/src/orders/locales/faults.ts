import type { Catalogue } from '@clientele/engine';

export type OrdersFaultCode =
  | 'EMPTY'
  | 'NOT_READABLE'
  | 'NOT_UTF8'
  | 'HEADER_BROKEN'
  | 'NO_COLUMN'
  | 'ROLE_MISSING'
  | 'AMOUNT_MISSING'
  | 'ROLE_TWICE'
  | 'LINE_BROKEN'
  | 'DATE_MISSING'
  | 'DATE_UNREADABLE'
  | 'AMOUNT_UNREADABLE'
  | 'DATE_AMBIGUOUS'
  | 'DATE_FORMAT'
  | 'FUTURE'
  | 'NOTHING_LEFT'
  | 'NO_DAY'
  | 'NO_ZONE'
  | 'EMPTY_WINDOW'
  | 'POINTS_CAP'
  | 'ORDERS_NEEDED'
  | 'TOTAL_NEEDED'
  | 'NO_ROOM'
  | 'POSTGRES'
  | 'POSTGRES_WHAT';

/** Roles, as sentences call them. */
const roles = {
  en: '{role, select, customer {the customer} date {the date} amount {the amount} quantity {the quantity} price {the price} order {the order} product {the product} category {the category} other {the points}}',
  es: '{role, select, customer {el cliente} date {la fecha} amount {el importe} quantity {la cantidad} price {el precio} order {el pedido} product {el producto} category {la categoría} other {los puntos}}',
  pt: '{role, select, customer {o cliente} date {a data} amount {o valor} quantity {a quantidade} price {o preço} order {o pedido} product {o produto} category {a categoria} other {os pontos}}',
};

/** Numbers of lines are given as text where a thousands separator would get in the way of a search. */
export const ordersFaults: Catalogue<OrdersFaultCode> = {
  en: {
    EMPTY: 'There are no order lines in it. It needs a header and one line for each order or item.',
    NOT_READABLE: 'It cannot be read as {kind}: {reason}. Send CSV, gzip CSV, Parquet or JSON lines.',
    NOT_UTF8: 'It is not UTF-8 text (line {line}). Save it as UTF-8 (in a spreadsheet: CSV UTF-8).',
    HEADER_BROKEN:
      'The header is not usable: {problem, select, empty {column {at} has no name} twice {{column} stands twice} other {a quoted name is never closed}}. Mend the first line.',
    NO_COLUMN: 'There is no column {column} (named in {flag}). There are: {columns}.',
    ROLE_MISSING: `No column was found for ${roles.en}. Name it with {flag}. There are: {columns}.`,
    AMOUNT_MISSING:
      'No column was found for the amount. Name it with --amount, or name both --quantity and --price. There are: {columns}.',
    ROLE_TWICE: 'Both {flag} and {other} name the column {column}. Name two columns.',
    LINE_BROKEN:
      'Line {line} {problem, select, few {has fewer cells than the header} many {has more cells than the header} quote {has a quoted cell that is never closed} long {is longer than 2 MB} other {is not a JSON object}}{more, plural, =0 {} one { (and # more line like it)} other { (and # more lines like it)}}. Mend it, or leave such lines out with --bad-lines skip.',
    DATE_MISSING:
      'Line {line} has no date in {column}{more, plural, =0 {} one { (and # more line like it)} other { (and # more lines like it)}}. Mend it, or leave such lines out with --bad-lines skip.',
    DATE_UNREADABLE:
      'Line {line}, {column}: "{value}" is not a date{more, plural, =0 {} one { (and # more line like it)} other { (and # more lines like it)}}. Write 2026-01-31 or 2026-01-31 18:30:00, name the format with --date-format, or leave such lines out with --bad-lines skip.',
    AMOUNT_UNREADABLE:
      'Line {line}, {column}: "{value}" is not an amount{more, plural, =0 {} one { (and # more line like it)} other { (and # more lines like it)}}. {sign, select, comma {With --decimal comma an amount is written 1234,50 or 1.234,50, without a currency} perhaps {Write a decimal point, as in 1234.50, say --decimal comma if the comma is the decimal sign of this file} other {Write a decimal point, no thousands separator and no currency, as in 1234.50}}, or leave such lines out with --bad-lines skip.',
    DATE_AMBIGUOUS:
      'Dates in {column} such as {value} may be day first or month first. Say which with --date-format "{first}" or --date-format "{second}".',
    DATE_FORMAT:
      '--date-format "{format}" is not a format of dates. Use %Y, %m, %d, %H, %M and %S, as in "%d/%m/%Y %H:%M".',
    FUTURE:
      'Line {line}, {column}: {value} is after {asOf}, the day from which recency is counted{more, plural, =0 {} one { (and # more line like it)} other { (and # more lines like it)}}. Mend the date, give a later --as-of, or leave later lines out with --until {asOf}.',
    NOTHING_LEFT:
      'Of {lines, plural, one {# line} other {# lines}} none is a purchase of a known customer between {since} and {until}. Check --since, --until and the column of the customer.',
    NO_DAY: '{rule} is {value}; it must be a day of the calendar, as in 2026-01-31.',
    NO_ZONE: '--time-zone is {value}; it must be a time zone such as UTC, Europe/Madrid or America/Sao_Paulo.',
    EMPTY_WINDOW: 'The window is empty: it begins on {since} and ends on {until}. Check --since, --until and --as-of.',
    POINTS_CAP: 'The column {column} holds points. Say with --points-cap how many make a loyalty score of 1.',
    ORDERS_NEEDED:
      '{rule, select, visits {Visits are to be counted by order} other {Amounts are to be counted once an order (--order-total)}}, but no column names the order. Name it with --order.',
    TOTAL_NEEDED:
      'Amounts are to be counted once an order (--order-total), but {quantity} x {price} is that of a line. Name the column of totals with --amount, or leave --order-total out.',
    NO_ROOM:
      'There is not enough {what, select, disk {room on the disk for the temporary files} other {memory, even with temporary files}}. Give more with {what, select, disk {a --work folder on a larger disk} other {--memory}}, or narrow the window with --since.',
    POSTGRES: 'PostgreSQL says: {reason}. Check the address, the table or query, and the rights to read it.',
    POSTGRES_WHAT: 'Name what to read from PostgreSQL: either --table or --query.',
  },
  es: {
    EMPTY: 'No contiene líneas de pedido. Necesita una cabecera y una línea por pedido o artículo.',
    NOT_READABLE: 'No se puede leer como {kind}: {reason}. Envíe CSV, CSV en gzip, Parquet o líneas JSON.',
    NOT_UTF8: 'No es texto UTF-8 (línea {line}). Guárdelo como UTF-8 (en una hoja de cálculo: CSV UTF-8).',
    HEADER_BROKEN:
      'La cabecera no sirve: {problem, select, empty {la columna {at} no tiene nombre} twice {{column} aparece dos veces} other {un nombre entre comillas no se cierra}}. Corrija la primera línea.',
    NO_COLUMN: 'No hay columna {column} (indicada en {flag}). Hay: {columns}.',
    ROLE_MISSING: `No se encontró columna para ${roles.es}. Indíquela con {flag}. Hay: {columns}.`,
    AMOUNT_MISSING:
      'No se encontró columna para el importe. Indíquela con --amount, o indique --quantity y --price. Hay: {columns}.',
    ROLE_TWICE: '{flag} y {other} indican la misma columna {column}. Indique dos columnas.',
    LINE_BROKEN:
      'La línea {line} {problem, select, few {tiene menos celdas que la cabecera} many {tiene más celdas que la cabecera} quote {tiene una celda entre comillas que no se cierra} long {supera los 2 MB} other {no es un objeto JSON}}{more, plural, =0 {} one { (y # línea más como ella)} other { (y # líneas más como ella)}}. Corríjala o descarte esas líneas con --bad-lines skip.',
    DATE_MISSING:
      'La línea {line} no tiene fecha en {column}{more, plural, =0 {} one { (y # línea más como ella)} other { (y # líneas más como ella)}}. Corríjala o descarte esas líneas con --bad-lines skip.',
    DATE_UNREADABLE:
      'Línea {line}, {column}: "{value}" no es una fecha{more, plural, =0 {} one { (y # línea más como ella)} other { (y # líneas más como ella)}}. Escriba 2026-01-31 o 2026-01-31 18:30:00, indique el formato con --date-format o descarte esas líneas con --bad-lines skip.',
    AMOUNT_UNREADABLE:
      'Línea {line}, {column}: "{value}" no es un importe{more, plural, =0 {} one { (y # línea más como ella)} other { (y # líneas más como ella)}}. {sign, select, comma {Con --decimal comma un importe se escribe 1234,50 o 1.234,50, sin moneda} perhaps {Escriba punto decimal, como 1234.50, indique --decimal comma si la coma es el signo decimal de este archivo} other {Escriba punto decimal, sin separador de miles ni moneda, como 1234.50}}, o descarte esas líneas con --bad-lines skip.',
    DATE_AMBIGUOUS:
      'Las fechas de {column}, como {value}, pueden empezar por el día o por el mes. Indíquelo con --date-format "{first}" o --date-format "{second}".',
    DATE_FORMAT:
      '--date-format "{format}" no es un formato de fecha. Use %Y, %m, %d, %H, %M y %S, como en "%d/%m/%Y %H:%M".',
    FUTURE:
      'Línea {line}, {column}: {value} es posterior a {asOf}, el día desde el que se cuenta la recencia{more, plural, =0 {} one { (y # línea más como ella)} other { (y # líneas más como ella)}}. Corrija la fecha, dé un --as-of posterior o descarte las líneas posteriores con --until {asOf}.',
    NOTHING_LEFT:
      'De {lines, plural, one {# línea} other {# líneas}} ninguna es una compra de un cliente conocido entre {since} y {until}. Revise --since, --until y la columna del cliente.',
    NO_DAY: '{rule} es {value}; debe ser un día del calendario, como 2026-01-31.',
    NO_ZONE: '--time-zone es {value}; debe ser una zona horaria como UTC, Europe/Madrid o America/Sao_Paulo.',
    EMPTY_WINDOW: 'La ventana está vacía: empieza el {since} y termina el {until}. Revise --since, --until y --as-of.',
    POINTS_CAP:
      'La columna {column} contiene puntos. Indique con --points-cap cuántos equivalen a una puntuación de lealtad de 1.',
    ORDERS_NEEDED:
      '{rule, select, visits {Las visitas se cuentan por pedido} other {Los importes cuentan una vez por pedido (--order-total)}}, pero ninguna columna nombra el pedido. Indíquela con --order.',
    TOTAL_NEEDED:
      'Los importes cuentan una vez por pedido (--order-total), pero {quantity} x {price} es el de una línea. Nombre la columna de totales con --amount u omita --order-total.',
    NO_ROOM:
      'No hay suficiente {what, select, disk {espacio en disco para los ficheros temporales} other {memoria, ni con ficheros temporales}}. Dé más con {what, select, disk {una carpeta --work en un disco mayor} other {--memory}} o reduzca la ventana con --since.',
    POSTGRES: 'PostgreSQL dice: {reason}. Revise la dirección, la tabla o consulta y los permisos de lectura.',
    POSTGRES_WHAT: 'Indique qué leer de PostgreSQL: --table o --query.',
  },
  pt: {
    EMPTY: 'Não contém linhas de pedido. Precisa de um cabeçalho e de uma linha por pedido ou item.',
    NOT_READABLE: 'Não pode ser lido como {kind}: {reason}. Envie CSV, CSV em gzip, Parquet ou linhas JSON.',
    NOT_UTF8: 'Não é texto UTF-8 (linha {line}). Salve como UTF-8 (em uma planilha: CSV UTF-8).',
    HEADER_BROKEN:
      'O cabeçalho não serve: {problem, select, empty {a coluna {at} não tem nome} twice {{column} aparece duas vezes} other {um nome entre aspas não se fecha}}. Corrija a primeira linha.',
    NO_COLUMN: 'Não há coluna {column} (indicada em {flag}). Há: {columns}.',
    ROLE_MISSING: `Nenhuma coluna foi encontrada para ${roles.pt}. Indique-a com {flag}. Há: {columns}.`,
    AMOUNT_MISSING:
      'Nenhuma coluna foi encontrada para o valor. Indique-a com --amount, ou indique --quantity e --price. Há: {columns}.',
    ROLE_TWICE: '{flag} e {other} indicam a mesma coluna {column}. Indique duas colunas.',
    LINE_BROKEN:
      'A linha {line} {problem, select, few {tem menos células que o cabeçalho} many {tem mais células que o cabeçalho} quote {tem uma célula entre aspas que não se fecha} long {ultrapassa 2 MB} other {não é um objeto JSON}}{more, plural, =0 {} one { (e mais # linha como ela)} other { (e mais # linhas como ela)}}. Corrija-a ou deixe essas linhas de fora com --bad-lines skip.',
    DATE_MISSING:
      'A linha {line} não tem data em {column}{more, plural, =0 {} one { (e mais # linha como ela)} other { (e mais # linhas como ela)}}. Corrija-a ou deixe essas linhas de fora com --bad-lines skip.',
    DATE_UNREADABLE:
      'Linha {line}, {column}: "{value}" não é uma data{more, plural, =0 {} one { (e mais # linha como ela)} other { (e mais # linhas como ela)}}. Escreva 2026-01-31 ou 2026-01-31 18:30:00, indique o formato com --date-format ou deixe essas linhas de fora com --bad-lines skip.',
    AMOUNT_UNREADABLE:
      'Linha {line}, {column}: "{value}" não é um valor{more, plural, =0 {} one { (e mais # linha como ela)} other { (e mais # linhas como ela)}}. {sign, select, comma {Com --decimal comma um valor escreve-se 1234,50 ou 1.234,50, sem moeda} perhaps {Escreva ponto decimal, como 1234.50, indique --decimal comma se a vírgula é o sinal decimal deste arquivo} other {Escreva ponto decimal, sem separador de milhares nem moeda, como 1234.50}}, ou deixe essas linhas de fora com --bad-lines skip.',
    DATE_AMBIGUOUS:
      'As datas de {column}, como {value}, podem começar pelo dia ou pelo mês. Diga qual com --date-format "{first}" ou --date-format "{second}".',
    DATE_FORMAT:
      '--date-format "{format}" não é um formato de data. Use %Y, %m, %d, %H, %M e %S, como em "%d/%m/%Y %H:%M".',
    FUTURE:
      'Linha {line}, {column}: {value} é posterior a {asOf}, o dia a partir do qual se conta a recência{more, plural, =0 {} one { (e mais # linha como ela)} other { (e mais # linhas como ela)}}. Corrija a data, dê um --as-of posterior ou deixe as linhas posteriores de fora com --until {asOf}.',
    NOTHING_LEFT:
      'De {lines, plural, one {# linha} other {# linhas}} nenhuma é uma compra de um cliente conhecido entre {since} e {until}. Verifique --since, --until e a coluna do cliente.',
    NO_DAY: '{rule} é {value}; deve ser um dia do calendário, como 2026-01-31.',
    NO_ZONE: '--time-zone é {value}; deve ser um fuso horário como UTC, Europe/Madrid ou America/Sao_Paulo.',
    EMPTY_WINDOW: 'A janela está vazia: começa em {since} e termina em {until}. Verifique --since, --until e --as-of.',
    POINTS_CAP:
      'A coluna {column} contém pontos. Diga com --points-cap quantos equivalem a uma pontuação de fidelidade de 1.',
    ORDERS_NEEDED:
      '{rule, select, visits {As visitas devem ser contadas por pedido} other {Os valores contam uma vez por pedido (--order-total)}}, mas nenhuma coluna nomeia o pedido. Indique-a com --order.',
    TOTAL_NEEDED:
      'Os valores contam uma vez por pedido (--order-total), mas {quantity} x {price} é o de uma linha. Nomeie a coluna de totais com --amount ou omita --order-total.',
    NO_ROOM:
      'Não há {what, select, disk {espaço em disco para os arquivos temporários} other {memória suficiente, nem com arquivos temporários}}. Dê mais com {what, select, disk {uma pasta --work em um disco maior} other {--memory}} ou reduza a janela com --since.',
    POSTGRES: 'O PostgreSQL diz: {reason}. Verifique o endereço, a tabela ou consulta e as permissões de leitura.',
    POSTGRES_WHAT: 'Indique o que ler do PostgreSQL: --table ou --query.',
  },
};
