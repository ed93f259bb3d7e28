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
    '{file}, linha {row}, coluna {column}: "{value}" não é um número. {hint, select, comma {Escreva ponto decimal e sem separador de milhar, como 1234.5.} sign {Escreva só o número, sem moeda nem porcentagem.} missing {Deixe a célula vazia quando o valor não é conhecido.} infinite {Os números vão até 1.8e308.} other {Corrija a célula, ou deixe a coluna de fora com --features.}}',
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
  hint_report: 'O resultado completo em uma página: clientele segment {file} --report report.html',
  hint_out: 'Um segmento para cada cliente:      clientele segment {file} --out labels.csv',
  hint_objective: 'Escolhido para campanhas:           clientele segment {file} --objective actionable',
  phase: 'Agrupando',
};
