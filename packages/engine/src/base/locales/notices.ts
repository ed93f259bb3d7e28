import type { NoticeCode } from '../notice.ts';
import type { Catalogue } from '../words.ts';

const decimals = '{r, number, ::.00}';

/** The text of every notice. The details each one shows are listed beside its code in notice.ts. */
export const noticeMessages: Catalogue<NoticeCode> = {
  en: {
    SMALL_SAMPLE:
      '{n, plural, one {# customer} other {# customers}}. With fewer than {recommended, number}, groups may change with the next upload.',
    CONSTANT_COLUMN: '{feature} is the same for every customer, so it cannot part them.',
    COLLINEAR_COLUMNS: `{a} and {b} tell almost the same story (correlation ${decimals}). Leave one out, or it counts twice.`,
    COLLINEAR_MORE:
      'The same is true of {more, plural, one {# more pair} other {# more pairs}} of features, none of them closer.',
    IMPUTED:
      '{count, plural, one {# missing value} other {# missing values}} of {feature} took the middle value, {median}.',
    CLUSTERS_CLIPPED:
      'You asked for up to {asked, number} segments; {rows, plural, one {# customer allows} other {# customers allow}} {used, number}.',
    CLUSTERS_REDUCED:
      'You asked for up to {asked, number} segments; there are only {distinct, plural, one {# different customer} other {# different customers}}, so {used, number} were made at most.',
    ALL_IDENTICAL: 'All {n, number} customers are the same in every feature, so they make one segment.',
    NOTHING_ELIGIBLE:
      'No model passed every check. The best of those refused is shown: {algorithm} with {k, plural, one {# segment} other {# segments}}.',
    NO_STRUCTURE: 'These customers form no natural groups; the segments shown are cuts through one crowd.',
    NOT_CONVERGED:
      '{models, plural, one {# model} other {# models}} stopped before settling; their scores may be a little low.',
    CHOSEN_BY_CALLER:
      'You chose {chosen}. {rule, select, none {No model passed every check of the rule} other {The rule would have chosen {rule}}}.',
    ALGORITHM_SKIPPED:
      '{algorithm} was not tried: {reason, select, linkage_too_large {the linkage asked for compares every pair of customers, and there are too many} too_dense {at this radius too many customers are neighbours of one another} other {it cannot take these customers}}.',
    MICRO_CLUSTERS:
      'For {algorithm} the {customers, number} customers were first put into {groups, number} small groups of very similar ones: joining them one by one would take too long.',
    K_SELECTION_IGNORED:
      '{method} was not used to settle the number of segments: {reason, select, dbscan {DBSCAN finds it itself} other {you asked for one}}.',
    K_SELECTION_UNDECIDED:
      '{method} did not settle the number of segments, so the score did: {reason, select, one_group {it sees one group only} no_knee {its curve has no knee} refused {no model with the number it picked passed every check} other {there are too few customers to tell}}.',
    N_CLUSTERS_IGNORED: '{algorithm} finds the number of segments itself, so the number you asked for was not used.',
  },
  es: {
    SMALL_SAMPLE:
      '{n, plural, one {# cliente} other {# clientes}}. Con menos de {recommended, number}, los grupos pueden cambiar con la próxima carga.',
    CONSTANT_COLUMN: '{feature} es igual para todos los clientes, así que no puede separarlos.',
    COLLINEAR_COLUMNS: `{a} y {b} cuentan casi lo mismo (correlación ${decimals}). Omita una, o contará dos veces.`,
    COLLINEAR_MORE:
      'Lo mismo vale para {more, plural, one {# par más} other {# pares más}} de variables, ninguno más parecido.',
    IMPUTED:
      '{count, plural, one {# valor faltante} other {# valores faltantes}} de {feature} {count, plural, one {tomó} other {tomaron}} el valor central, {median}.',
    CLUSTERS_CLIPPED:
      'Pidió hasta {asked, number} segmentos; {rows, plural, one {# cliente permite} other {# clientes permiten}} {used, number}.',
    CLUSTERS_REDUCED:
      'Pidió hasta {asked, number} segmentos; solo hay {distinct, plural, one {# cliente diferente} other {# clientes diferentes}}, así que se hicieron {used, number} como máximo.',
    ALL_IDENTICAL: 'Los {n, number} clientes son iguales en todas las variables, así que forman un solo segmento.',
    NOTHING_ELIGIBLE:
      'Ningún modelo pasó todas las pruebas. Se muestra el mejor de los rechazados: {algorithm} con {k, plural, one {# segmento} other {# segmentos}}.',
    NO_STRUCTURE: 'Estos clientes no forman grupos naturales; los segmentos mostrados son cortes de una sola multitud.',
    NOT_CONVERGED:
      '{models, plural, one {# modelo se detuvo} other {# modelos se detuvieron}} antes de asentarse; sus puntuaciones pueden ser algo bajas.',
    CHOSEN_BY_CALLER:
      'Usted eligió {chosen}. {rule, select, none {Ningún modelo pasó todas las pruebas de la regla} other {La regla habría elegido {rule}}}.',
    ALGORITHM_SKIPPED:
      '{algorithm} no se probó: {reason, select, linkage_too_large {el enlace pedido compara todos los pares de clientes, y hay demasiados} too_dense {con este radio demasiados clientes son vecinos entre sí} other {no admite estos clientes}}.',
    MICRO_CLUSTERS:
      'Para {algorithm}, los {customers, number} clientes se juntaron primero en {groups, number} grupos pequeños de clientes muy parecidos: unirlos uno por uno tardaría demasiado.',
    K_SELECTION_IGNORED:
      '{method} no se usó para fijar el número de segmentos: {reason, select, dbscan {DBSCAN lo encuentra por sí mismo} other {usted pidió uno}}.',
    K_SELECTION_UNDECIDED:
      '{method} no fijó el número de segmentos, así que lo hizo la puntuación: {reason, select, one_group {solo ve un grupo} no_knee {su curva no tiene codo} refused {ningún modelo con el número elegido pasó todas las pruebas} other {hay muy pocos clientes para saberlo}}.',
    N_CLUSTERS_IGNORED:
      '{algorithm} encuentra por sí mismo el número de segmentos, así que no se usó el número pedido.',
  },
  pt: {
    SMALL_SAMPLE:
      '{n, plural, one {# cliente} other {# clientes}}. Com menos de {recommended, number}, os grupos podem mudar no próximo envio.',
    CONSTANT_COLUMN: '{feature} é igual para todos os clientes, então não pode separá-los.',
    COLLINEAR_COLUMNS: `{a} e {b} contam quase o mesmo (correlação ${decimals}). Omita uma, ou contará duas vezes.`,
    COLLINEAR_MORE:
      'O mesmo vale para mais {more, plural, one {# par} other {# pares}} de variáveis, nenhum mais parecido.',
    IMPUTED:
      '{count, plural, one {# valor ausente} other {# valores ausentes}} de {feature} {count, plural, one {recebeu} other {receberam}} o valor central, {median}.',
    CLUSTERS_CLIPPED:
      'Você pediu até {asked, number} segmentos; {rows, plural, one {# cliente permite} other {# clientes permitem}} {used, number}.',
    CLUSTERS_REDUCED:
      'Você pediu até {asked, number} segmentos; só há {distinct, plural, one {# cliente diferente} other {# clientes diferentes}}, então foram feitos no máximo {used, number}.',
    ALL_IDENTICAL: 'Os {n, number} clientes são iguais em todas as variáveis, então formam um só segmento.',
    NOTHING_ELIGIBLE:
      'Nenhum modelo passou em todas as provas. É mostrado o melhor dos recusados: {algorithm} com {k, plural, one {# segmento} other {# segmentos}}.',
    NO_STRUCTURE: 'Estes clientes não formam grupos naturais; os segmentos mostrados são cortes de uma só multidão.',
    NOT_CONVERGED:
      '{models, plural, one {# modelo parou} other {# modelos pararam}} antes de se assentar; suas pontuações podem ser um pouco baixas.',
    CHOSEN_BY_CALLER:
      'Você escolheu {chosen}. {rule, select, none {Nenhum modelo passou em todas as provas da regra} other {A regra teria escolhido {rule}}}.',
    ALGORITHM_SKIPPED:
      '{algorithm} não foi testado: {reason, select, linkage_too_large {a ligação pedida compara todos os pares de clientes, e há clientes demais} too_dense {com este raio clientes demais são vizinhos entre si} other {não aceita estes clientes}}.',
    MICRO_CLUSTERS:
      'Para {algorithm}, os {customers, number} clientes foram primeiro reunidos em {groups, number} grupos pequenos de clientes muito parecidos: uni-los um a um levaria tempo demais.',
    K_SELECTION_IGNORED:
      '{method} não foi usado para fixar o número de segmentos: {reason, select, dbscan {o DBSCAN o encontra sozinho} other {você pediu um}}.',
    K_SELECTION_UNDECIDED:
      '{method} não fixou o número de segmentos, então a pontuação o fez: {reason, select, one_group {só vê um grupo} no_knee {sua curva não tem cotovelo} refused {nenhum modelo com o número escolhido passou em todas as provas} other {há clientes de menos para saber}}.',
    N_CLUSTERS_IGNORED: '{algorithm} encontra sozinho o número de segmentos, então o número pedido não foi usado.',
  },
};
