import type { Catalogue } from '@clientele/engine';
import type { Reason } from '../refusal-table.ts';

/** Limits are shown without a thousands separator: callers compare them with their settings. */
export const errorMessages: Catalogue<Reason | 'RECOMMENDATION' | 'CREDENTIALS' | 'SERVER_ERROR'> = {
  en: {
    EMPTY_BODY: 'The request has no body. Send a JSON object with the parameter data.',
    EMPTY_FILE: 'The file has no byte. Send the orders as the body, or as the field file of a form.',
    NOT_UTF8: 'The body is not valid UTF-8 text.',
    NOT_JSON: 'The body is not JSON: the error is at line {line}, column {column} (character {position}).',
    NOT_AN_OBJECT:
      'The body must be a JSON object; it is {received, select, array {an array} string {a text} number {a number} boolean {true or false} other {null}}.',
    TOO_DEEP: 'The body is nested deeper than {limit} levels.',
    TOO_MANY_KEYS: 'An object of the body has more than {limit} keys.',
    TOO_MANY_FEATURES:
      'The customers have more than {limit} different features between them. Send the same features for every customer.',
    KEY_TOO_LONG: 'The body has a key longer than {limit} bytes.',
    TEXT_TOO_LONG: 'The body has a text longer than {limit} bytes.',
    DUPLICATE_KEY:
      'The key {key} stands twice in one object, the second time at line {line}, column {column}. Send it once.',
    FORBIDDEN_KEY: 'The body has the key {key}, which is not allowed.',
    DAMAGED_ENCODING: 'The body cannot be decoded as {encoding}: it is damaged or cut short.',
    DAMAGED_FORM:
      'The form (multipart/form-data) cannot be read: {problem, select, boundary {its Content-Type names no boundary} other {it ends before its closing boundary, or has another boundary than its Content-Type names}}.',
    DUPLICATE_HEADER: 'The header {header} was sent more than once.',
    MALFORMED_REQUEST: 'The request is not valid HTTP.',
    MISSING_PARAMETER: 'The {parameter} field is required.',
    WRONG_TYPE:
      'The {parameter} field must be {expected, select, array {an array} object {an object} number {a number} text {a text} other {of another type}}.',
    AUTH_FAILED: 'Invalid or expired authentication token',
    CREDENTIALS: 'Invalid authentication credentials',
    FORBIDDEN:
      'The token lacks the ability {ability}. Use one that has it: clientele token create --tenant UUID --ability {ability}.',
    TENANT_MISMATCH: 'The token and the X-Customer-Api-Id header belong to different tenants.',
    NOT_FOUND: 'There is nothing at this address. The reference is at /docs.',
    METHOD_NOT_ALLOWED: 'This address answers {allow} only.',
    REQUEST_TIMEOUT: 'The request did not arrive in time.',
    RUN_NOT_COMPLETED:
      'The run is {state}: there is no result to look at. Ask GET /api/v1/runs and its id how it stands.',
    STALE_CURSOR:
      'The page cannot go on there: what the cursor stands for is not in this list, or not any more. Ask again without a cursor.',
    OTHER_CUTS:
      'The cursor goes on with tiers cut at top={top} and middle={middle}; other cuts were sent beside it. Send the same ones, or ask again without a cursor.',
    CONFLICT: 'The request conflicts with what is stored now.',
    ROTATION_IN_PROGRESS:
      'A rotation is under way: the previous secret is still valid. Wait until it expires, revoke it, or use force.',
    REQUEST_IN_PROGRESS:
      'The request with this Idempotency-Key is still being answered. Try again after the time in Retry-After.',
    TOO_MANY_TOKENS: 'This tenant has {limit} tokens that work, the most it may make itself. Revoke one first.',
    TOO_MANY_WEBHOOKS: 'This tenant has {limit} webhooks, the most it may have. Delete one first.',
    WEBHOOK_DISABLED: 'This webhook is disabled. Enable it first.',
    PREVIOUS_RUN:
      'previous_run_id is {value}, which is no completed run of this tenant. Send the run_id of an earlier answer, or none.',
    NAME_TAKEN: 'name is {value}, which segment {segment} of this run is called. Give it another one.',
    WEBHOOK_TARGET:
      'url is {value}: {fault, select, not_a_url {that is no address; write it as https://host/path} not_https {messages are sent by https only} credentials {leave the user name and the password out; messages are signed} other {that is in a private network, where this service sends nothing}}.',
    SECRET_ALREADY_SHOWN:
      'This rotation was done before, and its secret is shown only once. If it was lost, rotate again.',
    BODY_TOO_LARGE: 'The body is larger than the limit of {limit} bytes.',
    FORM_TOO_LARGE:
      'Beside its file the form has more than the limit of {limit} bytes. The file goes into the field file.',
    TOO_MANY_TRANSACTIONS:
      'The body has more than the limit of {limit} transactions. Send fewer customers at a time, or use the command clientele features.',
    TOO_MANY_CUSTOMERS: 'The body has more than the limit of {limit} customers.',
    NOT_JSON_TYPE: 'The body must be sent as application/json in UTF-8.',
    UNKNOWN_ENCODING: 'The Content-Encoding is not known. Use gzip, deflate, br, or none.',
    INVALID_REQUEST: '{first}{more, plural, =0 {} one { (and # more fault)} other { (and # more faults)}}',
    ORDERS_TOO_LARGE:
      'The orders take more memory than the service gives them. Leave early ones out with since, or send fewer.',
    ORDERS_REFUSED: 'The orders cannot be used. {message}',
    INSUFFICIENT_DATA:
      'Segmentation needs at least {minimum_required} customers; {provided, plural, =0 {none was} one {# was} other {# were}} sent.',
    RECOMMENDATION: 'Send at least 500 customers for stable segments.',
    IDEMPOTENCY_KEY_REUSED: 'This {parameter} was used before for another request. Use a new one for each request.',
    RATE_LIMITED: 'More than {limit} requests in {window} seconds. Try again after the time in Retry-After.',
    CONCURRENCY_LIMITED:
      'Too many requests of this tenant are being worked on or waiting. Try again after the time in Retry-After.',
    QUEUE_FULL: 'This tenant has {limit} runs waiting, the most that may. Try again when some are finished.',
    TOO_MANY_STREAMS:
      'This tenant follows {limit} tasks already, the most that it may at the same time. Ask at status_url instead.',
    TOO_MANY_FAILURES: 'Too many failed attempts from this address. Try again after the time in Retry-After.',
    HEADERS_TOO_LARGE: 'The headers of the request are too large.',
    INTERNAL: 'Something went wrong on our side. Try again; if it persists, report the request_id.',
    SERVER_ERROR: 'Internal server error',
    JOB_CRASHED:
      'The computation ended unexpectedly several times and was given up. Send fewer customers; if it persists, report the request_id.',
    OVERLOADED: 'The service has as much work as it can take. Try again after the time in Retry-After.',
    TIMEOUT:
      'The computation took longer than {limit_seconds} seconds and was stopped. Send fewer customers or try again.',
    WORKER_LOST: 'The computation was interrupted. Try again; if it happens again, send fewer customers.',
    STORAGE_UNAVAILABLE: 'The storage of the service cannot be reached. Try again after the time in Retry-After.',
    DISK_FULL: 'The disk of the service has no room for the file. Try again after the time in Retry-After.',
    SHUTTING_DOWN: 'The service is shutting down. Try again after the time in Retry-After.',
  },
  es: {
    EMPTY_BODY: 'La petición no tiene cuerpo. Envíe un objeto JSON con el parámetro data.',
    EMPTY_FILE: 'El archivo está vacío. Envíe los pedidos como cuerpo o en el campo file de un formulario.',
    NOT_UTF8: 'El cuerpo no es texto UTF-8 válido.',
    NOT_JSON: 'El cuerpo no es JSON: el error está en la línea {line}, columna {column} (carácter {position}).',
    NOT_AN_OBJECT:
      'El cuerpo debe ser un objeto JSON; es {received, select, array {una lista} string {un texto} number {un número} boolean {true o false} other {null}}.',
    TOO_DEEP: 'El cuerpo está anidado a más de {limit} niveles.',
    TOO_MANY_KEYS: 'Un objeto del cuerpo tiene más de {limit} claves.',
    TOO_MANY_FEATURES:
      'Los clientes tienen entre todos más de {limit} características distintas. Envíe las mismas para cada cliente.',
    KEY_TOO_LONG: 'El cuerpo tiene una clave de más de {limit} bytes.',
    TEXT_TOO_LONG: 'El cuerpo tiene un texto de más de {limit} bytes.',
    DUPLICATE_KEY:
      'La clave {key} aparece dos veces en un objeto, la segunda en la línea {line}, columna {column}. Envíela una sola vez.',
    FORBIDDEN_KEY: 'El cuerpo tiene la clave {key}, que no está permitida.',
    DAMAGED_ENCODING: 'El cuerpo no se puede descodificar como {encoding}: está dañado o incompleto.',
    DAMAGED_FORM:
      'El formulario (multipart/form-data) no se puede leer: {problem, select, boundary {su Content-Type no nombra ningún boundary} other {termina antes del boundary final, o su boundary no es el que nombra su Content-Type}}.',
    DUPLICATE_HEADER: 'La cabecera {header} se envió más de una vez.',
    MALFORMED_REQUEST: 'La petición no es HTTP válido.',
    MISSING_PARAMETER: 'El campo {parameter} es obligatorio.',
    WRONG_TYPE:
      'El campo {parameter} debe ser {expected, select, array {una lista} object {un objeto} number {un número} text {un texto} other {de otro tipo}}.',
    AUTH_FAILED: 'Token de autenticación no válido o caducado',
    CREDENTIALS: 'Credenciales de autenticación no válidas',
    FORBIDDEN:
      'Al token le falta el permiso {ability}. Use uno que lo tenga: clientele token create --tenant UUID --ability {ability}.',
    TENANT_MISMATCH: 'El token y la cabecera X-Customer-Api-Id pertenecen a organizaciones distintas.',
    NOT_FOUND: 'No hay nada en esta dirección. La referencia está en /docs.',
    METHOD_NOT_ALLOWED: 'Esta dirección solo responde a {allow}.',
    REQUEST_TIMEOUT: 'La petición no llegó a tiempo.',
    RUN_NOT_COMPLETED:
      'La ejecución está en estado {state}: no hay resultado que ver. Pregunte a GET /api/v1/runs y su id cómo está.',
    STALE_CURSOR:
      'La página no puede seguir ahí: lo que el cursor señala no está en esta lista, o ya no está. Pregunte de nuevo sin cursor.',
    OTHER_CUTS:
      'El cursor continúa con niveles cortados en top={top} y middle={middle}; junto a él se enviaron otros cortes. Envíe los mismos o pregunte de nuevo sin cursor.',
    CONFLICT: 'La petición entra en conflicto con lo que hay guardado.',
    ROTATION_IN_PROGRESS:
      'Hay una rotación en curso: el secreto anterior sigue siendo válido. Espere a que caduque, revóquelo o use force.',
    REQUEST_IN_PROGRESS:
      'La petición con esta Idempotency-Key aún se está respondiendo. Inténtelo de nuevo tras el tiempo indicado en Retry-After.',
    TOO_MANY_TOKENS: 'Este cliente tiene {limit} tokens vigentes, el máximo que puede crear. Revoque uno primero.',
    TOO_MANY_WEBHOOKS: 'Este cliente tiene {limit} webhooks, el máximo permitido. Elimine uno primero.',
    WEBHOOK_DISABLED: 'Este webhook está desactivado. Actívelo primero.',
    PREVIOUS_RUN:
      'previous_run_id es {value}, que no es una ejecución completada de este cliente. Envíe el run_id de una respuesta anterior, o ninguno.',
    NAME_TAKEN: 'name es {value}, como se llama el segmento {segment} de esta ejecución. Dele otro nombre.',
    WEBHOOK_TARGET:
      'url es {value}: {fault, select, not_a_url {no es una dirección; escríbala como https://host/ruta} not_https {los mensajes se envían solo por https} credentials {omita el usuario y la contraseña; los mensajes van firmados} other {está en una red privada, adonde este servicio no envía nada}}.',
    SECRET_ALREADY_SHOWN:
      'Esta rotación ya se hizo y su secreto solo se muestra una vez. Si se perdió, haga otra rotación.',
    BODY_TOO_LARGE: 'El cuerpo supera el límite de {limit} bytes.',
    FORM_TOO_LARGE:
      'Además de su archivo, el formulario supera el límite de {limit} bytes. El archivo va en el campo file.',
    TOO_MANY_TRANSACTIONS:
      'El cuerpo supera el límite de {limit} transacciones. Envíe menos clientes a la vez o use el comando clientele features.',
    TOO_MANY_CUSTOMERS: 'El cuerpo supera el límite de {limit} clientes.',
    NOT_JSON_TYPE: 'El cuerpo debe enviarse como application/json en UTF-8.',
    UNKNOWN_ENCODING: 'No se conoce el Content-Encoding. Use gzip, deflate, br o ninguno.',
    INVALID_REQUEST: '{first}{more, plural, =0 {} one { (y # error más)} other { (y # errores más)}}',
    ORDERS_TOO_LARGE:
      'Los pedidos necesitan más memoria de la que el servicio les da. Omita los primeros con since o envíe menos.',
    ORDERS_REFUSED: 'No se pueden usar los pedidos. {message}',
    INSUFFICIENT_DATA:
      'La segmentación necesita al menos {minimum_required} clientes; {provided, plural, =0 {no se envió ninguno} one {se envió #} other {se enviaron #}}.',
    RECOMMENDATION: 'Envíe al menos 500 clientes para obtener segmentos estables.',
    IDEMPOTENCY_KEY_REUSED: 'Este {parameter} ya se usó para otra petición. Use uno nuevo para cada petición.',
    RATE_LIMITED: 'Más de {limit} peticiones en {window} segundos. Inténtelo tras el tiempo indicado en Retry-After.',
    CONCURRENCY_LIMITED:
      'Hay demasiadas peticiones de esta organización en curso o en espera. Inténtelo tras el tiempo indicado en Retry-After.',
    QUEUE_FULL:
      'Este cliente ya tiene {limit} ejecuciones en espera, el máximo permitido. Inténtelo de nuevo cuando terminen algunas.',
    TOO_MANY_STREAMS: 'Este cliente ya sigue {limit} tareas, el máximo simultáneo. Pregunte en status_url.',
    TOO_MANY_FAILURES:
      'Demasiados intentos fallidos desde esta dirección. Inténtelo tras el tiempo indicado en Retry-After.',
    HEADERS_TOO_LARGE: 'Las cabeceras de la petición son demasiado grandes.',
    INTERNAL: 'Algo falló por nuestra parte. Inténtelo de nuevo; si persiste, comunique el request_id.',
    SERVER_ERROR: 'Error interno del servidor',
    JOB_CRASHED:
      'El cálculo terminó de forma inesperada varias veces y se abandonó. Envíe menos clientes; si persiste, comunique el request_id.',
    OVERLOADED:
      'El servicio tiene todo el trabajo que puede aceptar. Inténtelo tras el tiempo indicado en Retry-After.',
    TIMEOUT: 'El cálculo tardó más de {limit_seconds} segundos y se detuvo. Envíe menos clientes o inténtelo de nuevo.',
    WORKER_LOST: 'El cálculo se interrumpió. Inténtelo de nuevo; si se repite, envíe menos clientes.',
    STORAGE_UNAVAILABLE:
      'No se puede acceder al almacenamiento del servicio. Inténtelo tras el tiempo indicado en Retry-After.',
    DISK_FULL:
      'El disco del servicio no tiene sitio para el archivo. Inténtelo tras el tiempo indicado en Retry-After.',
    SHUTTING_DOWN: 'El servicio se está cerrando. Inténtelo tras el tiempo indicado en Retry-After.',
  },
  pt: {
    EMPTY_BODY: 'O pedido não tem corpo. Envie um objeto JSON com o parâmetro data.',
    EMPTY_FILE: 'O arquivo está vazio. Envie os pedidos como corpo ou no campo file de um formulário.',
    NOT_UTF8: 'O corpo não é texto UTF-8 válido.',
    NOT_JSON: 'O corpo não é JSON: o erro está na linha {line}, coluna {column} (caractere {position}).',
    NOT_AN_OBJECT:
      'O corpo deve ser um objeto JSON; é {received, select, array {uma lista} string {um texto} number {um número} boolean {true ou false} other {null}}.',
    TOO_DEEP: 'O corpo está aninhado a mais de {limit} níveis.',
    TOO_MANY_KEYS: 'Um objeto do corpo tem mais de {limit} chaves.',
    TOO_MANY_FEATURES:
      'Os clientes têm ao todo mais de {limit} características diferentes. Envie as mesmas para cada cliente.',
    KEY_TOO_LONG: 'O corpo tem uma chave com mais de {limit} bytes.',
    TEXT_TOO_LONG: 'O corpo tem um texto com mais de {limit} bytes.',
    DUPLICATE_KEY:
      'A chave {key} aparece duas vezes em um objeto, a segunda na linha {line}, coluna {column}. Envie-a uma só vez.',
    FORBIDDEN_KEY: 'O corpo tem a chave {key}, que não é permitida.',
    DAMAGED_ENCODING: 'O corpo não pode ser decodificado como {encoding}: está danificado ou incompleto.',
    DAMAGED_FORM:
      'O formulário (multipart/form-data) não pode ser lido: {problem, select, boundary {o seu Content-Type não nomeia nenhum boundary} other {termina antes do boundary final, ou o seu boundary não é o que o seu Content-Type nomeia}}.',
    DUPLICATE_HEADER: 'O cabeçalho {header} foi enviado mais de uma vez.',
    MALFORMED_REQUEST: 'O pedido não é HTTP válido.',
    MISSING_PARAMETER: 'O campo {parameter} é obrigatório.',
    WRONG_TYPE:
      'O campo {parameter} deve ser {expected, select, array {uma lista} object {um objeto} number {um número} text {um texto} other {de outro tipo}}.',
    AUTH_FAILED: 'Token de autenticação inválido ou expirado',
    CREDENTIALS: 'Credenciais de autenticação inválidas',
    FORBIDDEN:
      'Falta ao token a permissão {ability}. Use um que a tenha: clientele token create --tenant UUID --ability {ability}.',
    TENANT_MISMATCH: 'O token e o cabeçalho X-Customer-Api-Id pertencem a organizações diferentes.',
    NOT_FOUND: 'Não há nada neste endereço. A referência está em /docs.',
    METHOD_NOT_ALLOWED: 'Este endereço responde apenas a {allow}.',
    REQUEST_TIMEOUT: 'O pedido não chegou a tempo.',
    RUN_NOT_COMPLETED:
      'A execução está no estado {state}: não há resultado para ver. Pergunte a GET /api/v1/runs e o seu id como está.',
    STALE_CURSOR:
      'A página não pode continuar aí: o que o cursor indica não está nesta lista, ou já não está. Peça novamente sem cursor.',
    OTHER_CUTS:
      'O cursor continua com níveis cortados em top={top} e middle={middle}; junto dele foram enviados outros cortes. Envie os mesmos ou peça novamente sem cursor.',
    CONFLICT: 'O pedido entra em conflito com o que está guardado.',
    ROTATION_IN_PROGRESS:
      'Há uma rotação em curso: o segredo anterior ainda é válido. Espere que expire, revogue-o ou use force.',
    REQUEST_IN_PROGRESS:
      'A requisição com esta Idempotency-Key ainda está sendo respondida. Tente de novo após o tempo indicado em Retry-After.',
    TOO_MANY_TOKENS: 'Este cliente tem {limit} tokens em vigor, o máximo que pode criar. Revogue um primeiro.',
    TOO_MANY_WEBHOOKS: 'Este cliente tem {limit} webhooks, o máximo permitido. Exclua um primeiro.',
    WEBHOOK_DISABLED: 'Este webhook está desativado. Ative-o primeiro.',
    PREVIOUS_RUN:
      'previous_run_id é {value}, que não é uma execução concluída deste cliente. Envie o run_id de uma resposta anterior, ou nenhum.',
    NAME_TAKEN: 'name é {value}, como se chama o segmento {segment} desta execução. Dê outro nome.',
    WEBHOOK_TARGET:
      'url é {value}: {fault, select, not_a_url {não é um endereço; escreva-o como https://host/caminho} not_https {as mensagens são enviadas somente por https} credentials {omita o usuário e a senha; as mensagens são assinadas} other {está em uma rede privada, para onde este serviço não envia nada}}.',
    SECRET_ALREADY_SHOWN:
      'Esta rotação já foi feita e o seu segredo só é mostrado uma vez. Se foi perdido, faça outra rotação.',
    BODY_TOO_LARGE: 'O corpo ultrapassa o limite de {limit} bytes.',
    FORM_TOO_LARGE: 'Além do arquivo, o formulário ultrapassa o limite de {limit} bytes. O arquivo vai no campo file.',
    TOO_MANY_TRANSACTIONS:
      'O corpo ultrapassa o limite de {limit} transações. Envie menos clientes de cada vez ou use o comando clientele features.',
    TOO_MANY_CUSTOMERS: 'O corpo ultrapassa o limite de {limit} clientes.',
    NOT_JSON_TYPE: 'O corpo deve ser enviado como application/json em UTF-8.',
    UNKNOWN_ENCODING: 'O Content-Encoding não é conhecido. Use gzip, deflate, br ou nenhum.',
    INVALID_REQUEST: '{first}{more, plural, =0 {} one { (e mais # erro)} other { (e mais # erros)}}',
    ORDERS_TOO_LARGE:
      'Os pedidos precisam de mais memória do que o serviço lhes dá. Omita os primeiros com since ou envie menos.',
    ORDERS_REFUSED: 'Não é possível usar os pedidos. {message}',
    INSUFFICIENT_DATA:
      'A segmentação precisa de pelo menos {minimum_required} clientes; {provided, plural, =0 {nenhum foi enviado} one {# foi enviado} other {# foram enviados}}.',
    RECOMMENDATION: 'Envie pelo menos 500 clientes para obter segmentos estáveis.',
    IDEMPOTENCY_KEY_REUSED: 'Este {parameter} já foi usado para outra requisição. Use um novo para cada requisição.',
    RATE_LIMITED: 'Mais de {limit} pedidos em {window} segundos. Tente novamente após o tempo indicado em Retry-After.',
    CONCURRENCY_LIMITED:
      'Há pedidos demais desta organização em curso ou em espera. Tente novamente após o tempo indicado em Retry-After.',
    QUEUE_FULL:
      'Este cliente já tem {limit} execuções na fila, o máximo permitido. Tente de novo quando algumas terminarem.',
    TOO_MANY_STREAMS: 'Este cliente já acompanha {limit} tarefas, o máximo simultâneo. Pergunte em status_url.',
    TOO_MANY_FAILURES:
      'Tentativas falhadas demais a partir deste endereço. Tente novamente após o tempo indicado em Retry-After.',
    HEADERS_TOO_LARGE: 'Os cabeçalhos do pedido são grandes demais.',
    INTERNAL: 'Algo falhou do nosso lado. Tente novamente; se persistir, informe o request_id.',
    SERVER_ERROR: 'Erro interno do servidor',
    JOB_CRASHED:
      'O cálculo terminou de forma inesperada várias vezes e foi abandonado. Envie menos clientes; se persistir, informe o request_id.',
    OVERLOADED: 'O serviço tem todo o trabalho que pode aceitar. Tente novamente após o tempo indicado em Retry-After.',
    TIMEOUT:
      'O cálculo demorou mais de {limit_seconds} segundos e foi interrompido. Envie menos clientes ou tente novamente.',
    WORKER_LOST: 'O cálculo foi interrompido. Tente novamente; se acontecer de novo, envie menos clientes.',
    STORAGE_UNAVAILABLE:
      'Não é possível acessar o armazenamento do serviço. Tente novamente após o tempo indicado em Retry-After.',
    DISK_FULL:
      'O disco do serviço não tem espaço para o arquivo. Tente novamente após o tempo indicado em Retry-After.',
    SHUTTING_DOWN: 'O serviço está encerrando. Tente novamente após o tempo indicado em Retry-After.',
  },
};
