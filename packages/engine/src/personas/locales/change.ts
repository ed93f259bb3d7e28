import type { Catalogue } from '../../base/words.ts';

const en = {
  action_keep: 'Keep the earlier segments.',
  action_rescore: 'Give the customers their segments again with the earlier model.',
  action_retrain: 'Go over to the new segmentation.',

  reason_MISSING_FEATURES: 'The new customers come without {features}, which the earlier model needs.',
  reason_FIT_LOST:
    'Among these customers the earlier groups are less apart than the new ones: silhouette {frozen} instead of {fresh}.',
  reason_GROUPS_CHANGED:
    '{n, plural, one {# segment has} other {# segments have}} come, gone, split or merged, and the new groups are more apart: silhouette {fresh} instead of {frozen}.',
  reason_GROUPS_DIFFER:
    'The earlier model and the new one group these customers differently: agreement {agreement}, where 1 is the same and 0 is chance.',
  reason_OUT_OF_RANGE: '{share} of the customers have a value that the earlier run had never seen.',
  reason_INPUT_SHIFTED:
    '{n, plural, one {# feature has} other {# features have}} shifted, most of all {feature} (PSI {psi}).',
  reason_MIX_SHIFTED: 'The shares of the segments have shifted (PSI {psi}).',
  reason_CUSTOMERS_MOVED: '{share} of the customers in both runs are in another segment.',
  reason_UNCHANGED: 'Neither the customers nor their groups have changed by more than chance brings.',

  fate_customers:
    'Segment {previous} as before: {share} of the customers that are in it then or now are in it both times.',
  fate_centroids: 'Segment {previous} as before: its centre is where it was (similarity {score}).',
  fate_split: 'Comes from segment {previous}, which has split.',
  fate_merged: 'Comes from segments {previous}, which have merged.',
  fate_new: 'A segment that was not there before.',
  fate_gone: 'Segment {previous} is no longer there.',
  fate_gone_split: 'Segment {previous} has split into {segments}.',
  fate_gone_merged: 'Segment {previous} has gone into {segments}.',
};

export type ChangePhrase = keyof typeof en;

/** What is said of two runs beside each other. */
export const changePhrases: Catalogue<ChangePhrase> = {
  en,
  es: {
    action_keep: 'Conserve los segmentos anteriores.',
    action_rescore: 'Asigne de nuevo los clientes a sus segmentos con el modelo anterior.',
    action_retrain: 'Pase a la nueva segmentación.',

    reason_MISSING_FEATURES: 'Los nuevos clientes llegan sin {features}, que el modelo anterior necesita.',
    reason_FIT_LOST:
      'Entre estos clientes, los grupos anteriores están menos separados que los nuevos: silueta {frozen} en vez de {fresh}.',
    reason_GROUPS_CHANGED:
      '{n, plural, one {# segmento ha aparecido, desaparecido o cambiado} other {# segmentos han aparecido, desaparecido o cambiado}}, y los nuevos grupos están más separados: silueta {fresh} en vez de {frozen}.',
    reason_GROUPS_DIFFER:
      'El modelo anterior y el nuevo agrupan a estos clientes de otro modo: acuerdo {agreement}, donde 1 es lo mismo y 0 es el azar.',
    reason_OUT_OF_RANGE: '{share} de los clientes tienen un valor que la ejecución anterior nunca había visto.',
    reason_INPUT_SHIFTED:
      '{n, plural, one {# variable se ha desplazado} other {# variables se han desplazado}}, sobre todo {feature} (PSI {psi}).',
    reason_MIX_SHIFTED: 'Las proporciones de los segmentos se han desplazado (PSI {psi}).',
    reason_CUSTOMERS_MOVED: '{share} de los clientes de ambas ejecuciones están en otro segmento.',
    reason_UNCHANGED: 'Ni los clientes ni sus grupos han cambiado más de lo que trae el azar.',

    fate_customers:
      'El segmento {previous} como antes: {share} de los clientes que están en él entonces o ahora lo están las dos veces.',
    fate_centroids: 'El segmento {previous} como antes: su centro está donde estaba (similitud {score}).',
    fate_split: 'Procede del segmento {previous}, que se ha dividido.',
    fate_merged: 'Procede de los segmentos {previous}, que se han unido.',
    fate_new: 'Un segmento que antes no estaba.',
    fate_gone: 'El segmento {previous} ya no está.',
    fate_gone_split: 'El segmento {previous} se ha dividido en {segments}.',
    fate_gone_merged: 'El segmento {previous} ha pasado a {segments}.',
  },
  pt: {
    action_keep: 'Mantenha os segmentos anteriores.',
    action_rescore: 'Atribua de novo os clientes aos seus segmentos com o modelo anterior.',
    action_retrain: 'Passe para a nova segmentação.',

    reason_MISSING_FEATURES: 'Os novos clientes vêm sem {features}, de que o modelo anterior precisa.',
    reason_FIT_LOST:
      'Entre estes clientes, os grupos anteriores estão menos separados que os novos: silhueta {frozen} em vez de {fresh}.',
    reason_GROUPS_CHANGED:
      '{n, plural, one {# segmento surgiu, sumiu ou mudou} other {# segmentos surgiram, sumiram ou mudaram}}, e os novos grupos estão mais separados: silhueta {fresh} em vez de {frozen}.',
    reason_GROUPS_DIFFER:
      'O modelo anterior e o novo agrupam estes clientes de outro modo: acordo {agreement}, em que 1 é o mesmo e 0 é o acaso.',
    reason_OUT_OF_RANGE: '{share} dos clientes têm um valor que a execução anterior nunca tinha visto.',
    reason_INPUT_SHIFTED:
      '{n, plural, one {# variável se deslocou} other {# variáveis se deslocaram}}, sobretudo {feature} (PSI {psi}).',
    reason_MIX_SHIFTED: 'As proporções dos segmentos se deslocaram (PSI {psi}).',
    reason_CUSTOMERS_MOVED: '{share} dos clientes das duas execuções estão em outro segmento.',
    reason_UNCHANGED: 'Nem os clientes nem os seus grupos mudaram mais do que o acaso traz.',

    fate_customers:
      'O segmento {previous} como antes: {share} dos clientes que estão nele antes ou agora estão nele as duas vezes.',
    fate_centroids: 'O segmento {previous} como antes: o seu centro está onde estava (semelhança {score}).',
    fate_split: 'Vem do segmento {previous}, que se dividiu.',
    fate_merged: 'Vem dos segmentos {previous}, que se uniram.',
    fate_new: 'Um segmento que antes não existia.',
    fate_gone: 'O segmento {previous} já não existe.',
    fate_gone_split: 'O segmento {previous} dividiu-se em {segments}.',
    fate_gone_merged: 'O segmento {previous} passou para {segments}.',
  },
};
