import type { Catalogue } from '@clientele/engine';

export type IssueKey =
  | 'MISSING'
  | 'VALUE'
  | 'EXPECTED'
  | 'OVERFLOW'
  | 'DUPLICATE'
  | 'FUTURE'
  | 'SPELLING'
  | 'UNKNOWN_PARAMETER'
  | 'UNKNOWN_MEMBER'
  | 'REPEATED'
  | 'TEXT_FIELD_IGNORED';

/** The words for a range, by which ends it has. */
const bounds = (
  texts: Readonly<Record<'open' | 'from' | 'fromTo' | 'above' | 'aboveTo' | 'between' | 'upTo', string>>,
) =>
  `{bounds, select, open {${texts.open}} from {${texts.from}} from_to {${texts.fromTo}} above {${texts.above}} above_to {${texts.aboveTo}} between {${texts.between}} other {${texts.upTo}}}`;

const english = {
  integer: bounds({
    open: 'a whole number',
    from: 'a whole number of {minimum} or more',
    fromTo: 'a whole number from {minimum} to {maximum}',
    above: 'a whole number above {minimum}',
    aboveTo: 'a whole number above {minimum} and at most {maximum}',
    between: 'a whole number above {minimum} and below {maximum}',
    upTo: 'a whole number of at most {maximum}',
  }),
  number: bounds({
    open: 'a number',
    from: 'a number of {minimum} or more',
    fromTo: 'a number from {minimum} to {maximum}',
    above: 'a number above {minimum}',
    aboveTo: 'a number above {minimum} and at most {maximum}',
    between: 'a number above {minimum} and below {maximum}',
    upTo: 'a number of at most {maximum}',
  }),
};
const spanish = {
  integer: bounds({
    open: 'un número entero',
    from: 'un número entero de {minimum} o más',
    fromTo: 'un número entero de {minimum} a {maximum}',
    above: 'un número entero mayor que {minimum}',
    aboveTo: 'un número entero mayor que {minimum} y como máximo {maximum}',
    between: 'un número entero mayor que {minimum} y menor que {maximum}',
    upTo: 'un número entero de como máximo {maximum}',
  }),
  number: bounds({
    open: 'un número',
    from: 'un número de {minimum} o más',
    fromTo: 'un número de {minimum} a {maximum}',
    above: 'un número mayor que {minimum}',
    aboveTo: 'un número mayor que {minimum} y como máximo {maximum}',
    between: 'un número mayor que {minimum} y menor que {maximum}',
    upTo: 'un número de como máximo {maximum}',
  }),
};
const portuguese = {
  integer: bounds({
    open: 'um número inteiro',
    from: 'um número inteiro de {minimum} ou mais',
    fromTo: 'um número inteiro de {minimum} a {maximum}',
    above: 'um número inteiro maior que {minimum}',
    aboveTo: 'um número inteiro maior que {minimum} e no máximo {maximum}',
    between: 'um número inteiro maior que {minimum} e menor que {maximum}',
    upTo: 'um número inteiro de no máximo {maximum}',
  }),
  number: bounds({
    open: 'um número',
    from: 'um número de {minimum} ou mais',
    fromTo: 'um número de {minimum} a {maximum}',
    above: 'um número maior que {minimum}',
    aboveTo: 'um número maior que {minimum} e no máximo {maximum}',
    between: 'um número maior que {minimum} e menor que {maximum}',
    upTo: 'um número de no máximo {maximum}',
  }),
};

export const issueMessages: Catalogue<IssueKey> = {
  en: {
    MISSING: "Required parameter ''{path}'' is missing",
    VALUE: '{path} is {value}; it must be {expected}.',
    EXPECTED: `{type, select, integer {${english.integer}} number {${english.number}} text {{bounds, select, open {text} other {text of {minimum} to {maximum} characters}}} choice {one of {choices}} array {an array of customers} id {text that is not empty, or a whole number} boolean {true or false} time {a time such as 2026-01-31T08:00:00Z} day {a day such as 2026-01-31} day_or_time {a day such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z} zone {a time zone such as UTC or Europe/Madrid} transactions {an array of transactions, at least one} name {text of 1 to {maximum} characters on one line that does not begin with =, +, - or @} visible {{minimum} to {maximum} visible ASCII characters without spaces} other {an object as the reference describes}}`,
    OVERFLOW:
      '{path} is too large for a number: the limit is about 1.8e308, above or below zero. It must be {expected}.',
    DUPLICATE: 'customer_id {value} was sent twice, as data[{first}] and data[{second}]. Send every customer once.',
    FUTURE: '{path} is {value}, which is after {today}. Send the day of the order, or a later today.',
    SPELLING: '{path} and {other} are two spellings of one parameter and have different values. Send one of them.',
    REPEATED: '{path} was sent more than once. Send it once.',
    UNKNOWN_MEMBER: '{path} is not known. Leave it out, or use one of {choices}.',
    TEXT_FIELD_IGNORED: '{path} holds no numbers, so customers were not grouped by it.',
    UNKNOWN_PARAMETER: '{path} is not a parameter of this request and was ignored.',
  },
  es: {
    MISSING: "Falta el parámetro obligatorio ''{path}''",
    VALUE: '{path} es {value}; debe ser {expected}.',
    EXPECTED: `{type, select, integer {${spanish.integer}} number {${spanish.number}} text {{bounds, select, open {texto} other {texto de {minimum} a {maximum} caracteres}}} choice {uno de {choices}} array {una lista de clientes} id {texto no vacío o un número entero} boolean {true o false} time {un momento como 2026-01-31T08:00:00Z} day {un día como 2026-01-31} day_or_time {un día como 2026-01-31 o un momento como 2026-01-31T08:00:00Z} zone {una zona horaria como UTC o Europe/Madrid} transactions {una lista de transacciones, al menos una} name {texto de 1 a {maximum} caracteres en una línea que no empiece por =, +, - ni @} visible {de {minimum} a {maximum} caracteres ASCII visibles sin espacios} other {un objeto como lo describe la referencia}}`,
    OVERFLOW:
      '{path} es demasiado grande para un número: el límite es de unos 1.8e308, por encima o por debajo de cero. Debe ser {expected}.',
    DUPLICATE:
      'El customer_id {value} se envió dos veces, como data[{first}] y data[{second}]. Envíe cada cliente una sola vez.',
    FUTURE: '{path} es {value}, posterior a {today}. Envíe el día del pedido o un today posterior.',
    SPELLING: '{path} y {other} son dos grafías del mismo parámetro y tienen valores distintos. Envíe solo una.',
    REPEATED: '{path} se envió más de una vez. Envíelo una sola vez.',
    UNKNOWN_MEMBER: '{path} no se conoce. Quítelo o use uno de {choices}.',
    TEXT_FIELD_IGNORED: '{path} no contiene números, así que no se agrupó por él.',
    UNKNOWN_PARAMETER: '{path} no es un parámetro de esta petición y se ignoró.',
  },
  pt: {
    MISSING: "Falta o parâmetro obrigatório ''{path}''",
    VALUE: '{path} é {value}; deve ser {expected}.',
    EXPECTED: `{type, select, integer {${portuguese.integer}} number {${portuguese.number}} text {{bounds, select, open {texto} other {texto de {minimum} a {maximum} caracteres}}} choice {um de {choices}} array {uma lista de clientes} id {texto não vazio ou um número inteiro} boolean {true ou false} time {um momento como 2026-01-31T08:00:00Z} day {um dia como 2026-01-31} day_or_time {um dia como 2026-01-31 ou um momento como 2026-01-31T08:00:00Z} zone {um fuso horário como UTC ou Europe/Madrid} transactions {uma lista de transações, pelo menos uma} name {texto de 1 a {maximum} caracteres em uma linha que não comece por =, +, - nem @} visible {de {minimum} a {maximum} caracteres ASCII visíveis sem espaços} other {um objeto como descreve a referência}}`,
    OVERFLOW:
      '{path} é grande demais para um número: o limite é de cerca de 1.8e308, acima ou abaixo de zero. Deve ser {expected}.',
    DUPLICATE:
      'O customer_id {value} foi enviado duas vezes, como data[{first}] e data[{second}]. Envie cada cliente uma só vez.',
    FUTURE: '{path} é {value}, posterior a {today}. Envie o dia do pedido ou um today posterior.',
    SPELLING: '{path} e {other} são duas grafias do mesmo parâmetro e têm valores diferentes. Envie apenas uma.',
    REPEATED: '{path} foi enviado mais de uma vez. Envie-o uma só vez.',
    UNKNOWN_MEMBER: '{path} não é conhecido. Retire-o ou use um de {choices}.',
    TEXT_FIELD_IGNORED: '{path} não contém números, então não serviu para agrupar.',
    UNKNOWN_PARAMETER: '{path} não é um parâmetro deste pedido e foi ignorado.',
  },
};
