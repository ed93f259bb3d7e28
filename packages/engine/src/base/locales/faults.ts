import type { FaultCode } from '../fault-details.ts';
import type { Catalogue } from '../words.ts';

export const faultMessages: Catalogue<FaultCode> = {
  en: {
    MATRIX_SHAPE: 'A matrix of {rows} by {cols} needs {rows} x {cols} numbers; it was given {length}.',
    INVALID_PARAMETER:
      '{parameter} is {value}; it must be {kind, select, integer {a whole number from {minimum} to {maximum}} integer_from {a whole number of {minimum} or more} number {a number from {minimum} to {maximum}} number_above {a number above {minimum}} number_above_to {a number above {minimum} and at most {maximum}} choice {one of {choices}} other {an object as the reference describes}}.',
    INSUFFICIENT_DATA:
      'Segmentation needs at least {minimum_required} customers; {provided, plural, =0 {none was} one {# was} other {# were}} sent. Send more customers.',
    NO_FEATURES: 'No numeric feature was sent. Send at least one number per customer.',
    TOO_MANY_FEATURES: '{features} features were sent; the limit is {limit}. Name the ones to group by.',
    VALUE_NOT_FINITE: 'Row {row}: {feature} is {value}, which is not a finite number. Leave it out if it is unknown.',
    COLUMN_MOSTLY_MISSING:
      '{feature} is missing for {missing} of {rows} customers, more than {limit_percent}%. Leave the feature out or send its values.',
    ROWS_TOO_FEW:
      '{n_clusters, plural, one {# cluster needs} other {# clusters need}} at least as many rows; the table has {rows}. Lower n_clusters or add customers.',
    LINKAGE_TOO_LARGE:
      'linkage {linkage} compares every pair of customers and takes at most {limit, number} of them; {rows, number} were sent. Use linkage ward, or a sample.',
    K_SELECTION_UNFIT:
      'k_selection {k_selection} does not fit algorithm {algorithm}: only Gaussian mixtures have a BIC. Use algorithm gmm or auto, or another k_selection.',
    CANDIDATE_UNKNOWN: 'choose names {asked}, which was not tried. Tried were: {tried}.',
    MODEL_MISMATCH: 'The model was made from {expected}; it was given {received}. Send the same features.',
    MODEL_TOO_LARGE:
      'The model holds {numbers, number} numbers, too many for a query; the limit is {limit, number}. Score through the service, or take the model as JSON.',
  },
  es: {
    MATRIX_SHAPE: 'Una matriz de {rows} por {cols} necesita {rows} x {cols} números; recibió {length}.',
    INVALID_PARAMETER:
      '{parameter} es {value}; debe ser {kind, select, integer {un número entero de {minimum} a {maximum}} integer_from {un número entero de {minimum} o más} number {un número de {minimum} a {maximum}} number_above {un número mayor que {minimum}} number_above_to {un número mayor que {minimum} y como máximo {maximum}} choice {uno de {choices}} other {un objeto como lo describe la referencia}}.',
    INSUFFICIENT_DATA:
      'La segmentación necesita al menos {minimum_required} clientes; {provided, plural, =0 {no se envió ninguno} one {se envió #} other {se enviaron #}}. Envíe más clientes.',
    NO_FEATURES: 'No se envió ninguna variable numérica. Envíe al menos un número por cliente.',
    TOO_MANY_FEATURES: 'Se enviaron {features} variables; el límite es {limit}. Indique con cuáles agrupar.',
    VALUE_NOT_FINITE: 'Fila {row}: {feature} es {value}, que no es un número finito. Omítalo si no se conoce.',
    COLUMN_MOSTLY_MISSING:
      '{feature} falta en {missing} de {rows} clientes, más del {limit_percent} %. Omita la variable o envíe sus valores.',
    ROWS_TOO_FEW:
      '{n_clusters, plural, one {# grupo necesita} other {# grupos necesitan}} al menos otras tantas filas; la tabla tiene {rows}. Reduzca n_clusters o añada clientes.',
    LINKAGE_TOO_LARGE:
      'linkage {linkage} compara todos los pares de clientes y admite como máximo {limit, number}; se enviaron {rows, number}. Use linkage ward o una muestra.',
    K_SELECTION_UNFIT:
      'k_selection {k_selection} no corresponde a algorithm {algorithm}: solo las mezclas gaussianas tienen BIC. Use algorithm gmm o auto, u otro k_selection.',
    CANDIDATE_UNKNOWN: 'choose indica {asked}, que no se probó. Se probaron: {tried}.',
    MODEL_MISMATCH: 'El modelo se hizo con {expected}; recibió {received}. Envíe las mismas variables.',
    MODEL_TOO_LARGE:
      'El modelo tiene {numbers, number} números, demasiados para una consulta; el límite es {limit, number}. Puntúe mediante el servicio, o tome el modelo como JSON.',
  },
  pt: {
    MATRIX_SHAPE: 'Uma matriz de {rows} por {cols} precisa de {rows} x {cols} números; recebeu {length}.',
    INVALID_PARAMETER:
      '{parameter} é {value}; deve ser {kind, select, integer {um número inteiro de {minimum} a {maximum}} integer_from {um número inteiro de {minimum} ou mais} number {um número de {minimum} a {maximum}} number_above {um número maior que {minimum}} number_above_to {um número maior que {minimum} e no máximo {maximum}} choice {um de {choices}} other {um objeto como descreve a referência}}.',
    INSUFFICIENT_DATA:
      'A segmentação precisa de pelo menos {minimum_required} clientes; {provided, plural, =0 {nenhum foi enviado} one {# foi enviado} other {# foram enviados}}. Envie mais clientes.',
    NO_FEATURES: 'Nenhuma variável numérica foi enviada. Envie pelo menos um número por cliente.',
    TOO_MANY_FEATURES: 'Foram enviadas {features} variáveis; o limite é {limit}. Indique com quais agrupar.',
    VALUE_NOT_FINITE: 'Linha {row}: {feature} é {value}, que não é um número finito. Omita-o se for desconhecido.',
    COLUMN_MOSTLY_MISSING:
      '{feature} falta em {missing} de {rows} clientes, mais de {limit_percent}%. Omita a variável ou envie os valores.',
    ROWS_TOO_FEW:
      '{n_clusters, plural, one {# grupo precisa} other {# grupos precisam}} de pelo menos o mesmo número de linhas; a tabela tem {rows}. Reduza n_clusters ou inclua clientes.',
    LINKAGE_TOO_LARGE:
      'linkage {linkage} compara todos os pares de clientes e aceita no máximo {limit, number}; foram enviados {rows, number}. Use linkage ward ou uma amostra.',
    K_SELECTION_UNFIT:
      'k_selection {k_selection} não combina com algorithm {algorithm}: só misturas gaussianas têm BIC. Use algorithm gmm ou auto, ou outro k_selection.',
    CANDIDATE_UNKNOWN: 'choose indica {asked}, que não foi testado. Foram testados: {tried}.',
    MODEL_MISMATCH: 'O modelo foi feito com {expected}; recebeu {received}. Envie as mesmas variáveis.',
    MODEL_TOO_LARGE:
      'O modelo tem {numbers, number} números, demais para uma consulta; o limite é {limit, number}. Pontue pelo serviço, ou pegue o modelo em JSON.',
  },
};
