import type { CliWord } from './en.ts';

export const pt: Readonly<Record<CliWord, string>> = {
  missing_file: '{file}: o arquivo não existe. Confira o caminho.',
  is_folder: '{file} é uma pasta. Indique um arquivo, ou - para a entrada padrão.',
  unreadable: 'Não é possível ler {file} ({code}). Confira as permissões.',
  damaged_gzip: '{file} é um arquivo gzip danificado. Crie-o de novo.',
  too_large: '{file} passa de {limit} MB descomprimido. Envie menos linhas, ou só as colunas que usa.',
  empty_file: '{file} está vazio. Precisa de um cabeçalho e de uma linha por cliente.',
  not_utf8: '{file} não é texto UTF-8. Salve como UTF-8 (em uma planilha: CSV UTF-8).',
  csv_broken: '{file}, linha {row}: {problem}. Ponha a célula inteira entre aspas e duplique as aspas internas.',
  quote_open: 'uma célula entre aspas não é fechada',
  quote_inside: 'há aspas dentro de uma célula sem aspas',
  header_twice: '{file}, linha {row}: a coluna {column} aparece duas vezes no cabeçalho. Renomeie uma.',
  header_empty: '{file}, linha {row}: a coluna {at} não tem nome. Dê um nome a ela.',
  ragged:
    '{file}, linha {row}: {found, plural, one {# célula} other {# células}}, mas o cabeçalho na linha {header} tem {expected}. Ponha entre aspas as células que contêm {delimiter, select, comma {uma vírgula} semicolon {um ponto e vírgula} other {uma tabulação}}; o cabeçalho é a primeira linha do arquivo.',
  json_broken: '{file}, linha {row}, coluna {column}: JSON inválido. Confira a vírgula ou as aspas anteriores.',
  json_shape: '{file} contém JSON de outra forma. Envie uma lista de objetos, um por cliente, ou um objeto com "data".',
  json_item: '{file}, item {row}: não é um objeto. Envie um objeto por cliente.',
  body_fault: '{file}: {message}',
  unknown_column: '{file} não tem a coluna {column} (indicada em {flag}). Tem: {columns}.',
  bad_number:
    '{file}, linha {row}, coluna {column}: "{value}" não é um número. {hint, select, comma {Escreva ponto decimal e sem separador de milhar, como 1234.5.} decimal {Escreva ponto decimal, como 1234.5, ou indique --decimal comma se a vírgula é o sinal decimal deste arquivo.} point {Com --decimal comma escreve-se 1234,5 ou 1.234,5.} sign {Escreva só o número, sem moeda nem porcentagem.} missing {Deixe a célula vazia quando o valor não é conhecido.} infinite {Os números vão até 1.8e308.} other {Corrija a célula, ou deixe a coluna de fora com --features.}}',
  bad_item: '{file}, item {row}, {column}: {value} não é um número. Envie um número, ou null se não for conhecido.',
  no_id: '{file}, linha {row}: falta o identificador na coluna {column}. Cada cliente precisa de um.',
  twice: '{file}: {column} {value} aparece duas vezes, nas linhas {first} e {second}. Deixe uma linha por cliente.',
  no_numbers:
    '{file} não tem nenhuma coluna de números para agrupar. {count, plural, one {A sua coluna é} other {As suas colunas são}}: {columns}. As células são separadas por vírgula, ponto e vírgula ou tabulação.',
  features_twice: '--features nomeia {column} duas vezes. Nomeie-a uma só vez.',
  note_id: 'Os clientes são identificados pela coluna {column}.',
  note_id_rows: 'Não há coluna de identificadores; os clientes são identificados pela linha. Indique uma com --id.',
  note_text: 'Colunas de texto deixadas de fora: {columns}.',
  note_empty: 'Colunas vazias deixadas de fora: {columns}.',
  note_prefix: 'nota: {text}',
  description: 'Encontra os grupos de clientes de FILE e diz até onde confiar neles',
  argument_file: 'CSV, JSON ou um corpo de purchasing_segmentation, com ou sem gzip; - lê a entrada padrão',
  examples: `
Exemplos:
  clientele segment customers.csv
      segmentar o arquivo e ler aqui o resultado
  clientele segment customers.csv --features spend,visits --report report.html --out labels.csv
      escolher colunas; uma página e um segmento por cliente
  clientele segment customers.csv --k 4 --objective actionable --json
      quatro segmentos, para uma campanha; resultado em JSON
  zcat customers.csv.gz | clientele segment -
      da entrada padrão, também comprimida
`,
  flag_id: 'coluna que identifica o cliente (sem ela: customer_id, customerid ou id, ou a primeira de texto)',
  flag_features: 'colunas para agrupar, separadas por vírgulas (sem ela: todas as numéricas)',
  flag_lang: 'idioma de todos os textos',
  flag_out: 'grava customer_id, segment, persona, confidence; os identificadores ficam exatamente como lidos',
  flag_report: 'grava o resultado completo em uma página HTML',
  flag_json: 'imprime o resultado completo em JSON',
  flag_data: 'guardar o resultado como execução nesta pasta de dados (veja clientele runs --help)',
  flag_tenant: 'de quem é a execução; não é preciso onde há um só cliente do serviço',
  flag_previous: 'manter os identificadores dos segmentos desta execução anterior (precisa de --data)',
  previous_needs_data: '--previous-run indica uma execução guardada: diga com --data em qual pasta.',
  previous_unknown: '--previous-run é {run}, que não é uma execução concluída de lá. Veja-as: clientele runs list',
  stored_as: 'Guardado como execução {run}. Para a ver: clientele runs show {run} --data {folder}',
  tenant_alone: '--tenant diz de quem é a execução guardada. Indique também a pasta de dados, com --data.',
  tenant_made: 'Foi criado o cliente do serviço {name} ({id}) para as execuções desta pasta.',
  flag_quiet: 'não imprime nada além de erros (e o JSON, se pedido)',
  lang_wrong: '--lang é {value}; deve ser um de {choices}.',
  cannot_write: 'Não é possível gravar {file} ({code}). Confira a pasta e as permissões.',
  flag_twice: '{flag} foi indicado mais de uma vez. Indique-o uma só vez.',
  stdout_broken: 'Não é possível escrever na saída padrão ({code}).',
  same_file: '{flag} {file} é o mesmo arquivo que {other}. Indique outro, ou um dos dois se perderia.',
  segment: 'Segmento',
  persona: 'Perfil',
  customers: 'Clientes',
  share: 'Parte',
  value_share: '{feature}, parte',
  silhouette: 'Silhueta',
  trust: 'Confiança',
  trust_stable: 'estável {value}',
  trust_indicative: 'indicativo {value}',
  trust_unreliable: 'pouco confiável {value}',
  outliers: 'Atípicos',
  group: 'Grupo {letter}',
  decision: '{tried, plural, one {# modelo testado} other {# modelos testados}}; {eligible} podiam vencer.',
  notices: 'Notas',
  wrote: 'Gravado {file}',
  next: 'A seguir',
  hint_report: 'O resultado completo em uma página: clientele segment {typed} --report report.html',
  hint_out: 'Um segmento para cada cliente:      clientele segment {typed} --out labels.csv',
  hint_objective: 'Escolhido para campanhas:           clientele segment {typed} --objective actionable',
  phase: 'Agrupando',
  argument_orders:
    'pedidos em CSV, CSV com gzip, Parquet ou linhas JSON, uma linha por pedido ou item; - lê a entrada padrão; um endereço postgres:// lê --table ou --query',
  group_orders: 'Opções para ler pedidos:',
  group_output: 'Opções do resultado:',
  flag_orders: 'formar as características a partir de um arquivo de pedidos',
  flag_role:
    'coluna com {role, select, customer {o cliente} date {a data ou hora do pedido} amount {o valor da linha} quantity {a quantidade, para valor = quantidade x preço} price {o preço unitário} order {o número do pedido} product {o produto} category {a categoria, contada em vez do produto} other {o saldo de pontos de fidelidade}} (padrão: encontrada pelo nome)',
  flag_table: 'com um endereço postgres://: a tabela a ler',
  flag_query: 'com um endereço postgres://: a consulta a ler',
  flag_memory:
    'memória para ler pedidos; além dela são usados arquivos temporários (padrão: um quarto da máquina, no máximo 4096)',
  flag_threads: 'threads que leem pedidos (padrão: uma por núcleo)',
  flag_work: 'pasta para arquivos temporários (padrão: a do sistema)',
  flag_out_csv: 'gravar os clientes em um arquivo CSV, e aqui um resumo',
  flag_quiet_csv: 'não mostrar nada além de erros e do que foi pedido',
  flag_bins: 'pontuações para recência, frequência e dinheiro',
  flag_weights: 'peso de cada característica; a que não é nomeada não tem peso',
  features_description:
    'Forma as seis características de cada cliente a partir de ORDERS, como CSV para clientele segment',
  features_examples: `
Exemplos:
  clientele features pedidos.csv --as-of 2026-01-01 --out clientes.csv
      uma linha por cliente, com a recência contada a partir desse dia
  clientele features pedidos.parquet --visits orders --returns drop --free drop
      contar pedidos em vez de dias, sem devoluções nem o que não custa nada
  clientele features linhas.csv --customer comprador --date quando --quantity pecas --price unidade
      nomear as colunas que não são encontradas sozinhas
  clientele features postgres://eu@db/loja --table public.pedidos --json > corpo.json
      do PostgreSQL, como corpo para POST /api/v1/ai/purchasing_segmentation
`,
  rfm_description: 'Pontua os clientes de ORDERS por recência, frequência e dinheiro, e os ordena em níveis',
  rfm_examples: `
Exemplos:
  clientele rfm pedidos.csv --as-of 2026-01-01 --out rfm.csv
      pontuações e níveis em arquivo; níveis e limiares aqui
  clientele rfm pedidos.csv --bins 4 --json
      quatro pontuações, como JSON
`,
  loyalty_description: 'Pontua a fidelidade dos clientes de FILE de 0 a 1, e os ordena em níveis',
  loyalty_examples: `
Exemplos:
  clientele features pedidos.csv | clientele loyalty - --out fidelidade.csv
      dos pedidos à fidelidade
  clientele loyalty clientes.csv --weights visit_frequency=0.5,recency_days=0.5
      só frequência e recência
`,
  loyalty_unused: 'Sem diferença entre clientes, e por isso sem peso: {features}.',
  loyalty_summary: 'Média {mean}, mediana {median}; um décimo dos clientes está acima de {top}.',
  no_loyalty_features:
    '{file} não tem nenhuma das colunas que formam a fidelidade: {features}. Forme-as: clientele features ORDERS',
  weights_wrong:
    '--weights tem {value}; escreva característica=peso com um peso de 0 ou mais, pelo menos um acima de 0. Características: {features}.',
  file_or_orders: 'Indique um arquivo de clientes ou --orders com um arquivo de pedidos.',
  phase_orders: 'Leitura',
  feature: 'Característica',
  lowest: 'Mínimo',
  median: 'Mediana',
  mean: 'Média',
  highest: 'Máximo',
  tier: 'Nível',
  money_share: 'Dinheiro, parte',
  thresholds: 'Alcançado com',
  score_from: 'nota {score}',
  metric_recency: 'Dias desde o último pedido, no máximo',
  metric_frequency: 'Visitas, pelo menos',
  metric_monetary: 'Dinheiro, pelo menos',
};
