# ruff: noqa: RUF001 - look-alike characters are the subject
"""Feature contract v1 by example: what an applicant writes in which fields, and what the feature must be."""

import math

BASICS, PERSON, WORK, SCHOOL = (
    "infos_basicas",
    "informacoes_pessoais",
    "informacoes_profissionais",
    "formacao_e_idiomas",
)
EMAIL, EMAIL_2, EMAIL_3 = f"{BASICS}.email", f"{PERSON}.email", f"{PERSON}.email_secundario"
PHONE, PHONE_2, CELL, CELL_2 = (
    f"{BASICS}.telefone",
    f"{BASICS}.telefone_recado",
    f"{PERSON}.telefone_celular",
    f"{PERSON}.telefone_recado",
)
LINKEDIN, LOCAL, AIM = f"{PERSON}.url_linkedin", f"{BASICS}.local", f"{BASICS}.objetivo_profissional"
TITLE, AREA, SKILLS = f"{WORK}.titulo_profissional", f"{WORK}.area_atuacao", f"{WORK}.conhecimentos_tecnicos"
CERTS, MORE_CERTS, PAY = f"{WORK}.certificacoes", f"{WORK}.outras_certificacoes", f"{WORK}.remuneracao"
ENGLISH, SPANISH, OTHER, LEVEL = (
    f"{SCHOOL}.nivel_ingles",
    f"{SCHOOL}.nivel_espanhol",
    f"{SCHOOL}.outro_idioma",
    f"{SCHOOL}.nivel_academico",
)
CV = "cv_pt"
UNKNOWN = math.nan

# fmt: off
CASES: tuple[tuple[str, dict[str, object], float], ...] = (
    # e-mail: one valid address in any of three fields, the whole folded text
    ("tem_email",              {EMAIL: "ana@empresa.com.br"},              1),
    ("tem_email",              {EMAIL: "  Ana@Empresa.com \n"},            1),  # stripped
    ("tem_email",              {EMAIL_3: "josé@são-paulo.br"},             1),
    ("tem_email",              {EMAIL: "-", EMAIL_2: "nan"},               0),
    ("tem_email",              {EMAIL: "a@b.com c@d.com"},                 0),  # white space inside
    ("tem_email",              {EMAIL: "a@b.com, c@d.com"},                0),
    ("tem_email",              {EMAIL: "ana@gmail"},                       0),  # no dot
    ("tem_email",              {EMAIL: "ana@gmail.com."},                  0),
    ("tem_email",              {EMAIL: "@gmail.com"},                      0),
    ("tem_email",              {EMAIL: "ana＠gmail．com"},                   1),  # NFKD: @ and .
    ("tem_email",              {EMAIL: "ana@gma\u00adil.com"},             0),  # in the domain
    ("tem_email",              {EMAIL: "a\u00adna@gmail.com"},             1),  # and before it
    ("tem_email",              {EMAIL: "ana´s@gmail.com"},                 0),  # NFKD: a space in it
    ("tem_email",              {EMAIL: ["ana@gmail.com"]},                 0),  # not a string
    ("email_corporativo",      {EMAIL: "ana@empresa.com.br"},              1),
    ("email_corporativo",      {EMAIL: "ANA@GMAIL.COM"},                   0),
    ("email_corporativo",      {EMAIL: "ana@mail.gmail.com"},              1),
    ("email_corporativo",      {EMAIL: "ana@ｇｍａｉｌ.com"},                   0),  # folds to gmail.com
    ("email_corporativo",      {EMAIL: "ana@gmail.com", EMAIL_2: "ana@empresa.com"}, 0),  # first valid
    ("email_corporativo",      {EMAIL: "ana@", EMAIL_2: "ana@empresa.com"}, 1),
    ("email_corporativo",      {EMAIL_2: "a@empresa.com", EMAIL_3: "a@proton.me"}, 1),
    ("email_corporativo",      {EMAIL: "ana"},                             0),  # without a valid one
    # telephone: 8 ASCII digits within one field
    ("tem_telefone",           {PHONE: "(11) 1234-56"},                    1),
    ("tem_telefone",           {PHONE: "1234567"},                         0),
    ("tem_telefone",           {CELL: "1234", CELL_2: "5678"},             0),  # not across fields
    ("tem_telefone",           {PHONE_2: "1a2b3c4d5e6f7g8"},               1),  # need not touch
    ("tem_telefone",           {CELL: "１２３４５６７８"},                         0),  # not ASCII, raw text
    ("tem_telefone",           {CELL: 11999990000},                        0),
    # present
    ("tem_linkedin",           {LINKEDIN: "x"},                            1),
    ("tem_linkedin",           {LINKEDIN: " - \n"},                        0),
    ("tem_linkedin",           {LINKEDIN: "\u3000\u00a0\x1c"},             0),  # white space to Unicode
    ("tem_linkedin",           {LINKEDIN: "\u200b"},                       1),  # not white space
    ("tem_local",              {LOCAL: "--"},                              1),
    ("tem_local",              {LOCAL: "nan"},                             1),  # a string like any other
    ("tem_local",              {LOCAL: True},                              0),
    ("tem_objetivo",           {AIM: "－"},                                 1),  # raw text: not `-`
    ("tem_objetivo",           {AIM: None},                                0),
    ("tem_objetivo",           {BASICS: "texto"},                          0),  # section not an object
    # salary: the contract's own examples, then the edges
    ("salario_valor",          {PAY: "R$ 3.500,00"},                       3500),
    ("salario_valor",          {PAY: "2.500"},                             2500),
    ("salario_valor",          {PAY: "R$ 4.000.00"},                       4000),
    ("salario_valor",          {PAY: "1700."},                             1700),
    ("salario_valor",          {PAY: "3500.00"},                           3500),
    ("salario_valor",          {PAY: "12k"},                               12000),
    ("salario_valor",          {PAY: "5 mil"},                             5000),
    ("salario_valor",          {PAY: "4,5 mil"},                           4500),
    ("salario_valor",          {PAY: "entre 3000 e 4000"},                 3000),
    ("salario_valor",          {PAY: "100.000"},                           100000),
    ("salario_valor",          {PAY: "1.234.567,89"},                      UNKNOWN),
    ("salario_valor",          {PAY: "4,5"},                               UNKNOWN),
    ("salario_valor",          {PAY: "5 milhões"},                         UNKNOWN),
    ("salario_valor",          {PAY: "3,500.00"},                          UNKNOWN),
    ("salario_valor",          {PAY: "1234.567"},                          UNKNOWN),
    ("salario_valor",          {PAY: "3 500"},                             UNKNOWN),
    ("salario_valor",          {PAY: "R$ 40/h"},                           UNKNOWN),
    ("salario_valor",          {PAY: "a combinar"},                        UNKNOWN),
    ("salario_valor",          {PAY: "-"},                                 UNKNOWN),
    ("salario_valor",          {PAY: 3500},                                UNKNOWN),  # a JSON number
    ("salario_valor",          {PAY: "-3500"},                             3500),  # a sign is ignored
    ("salario_valor",          {PAY: "3.500,75"},                          3500.75),
    ("salario_valor",          {PAY: "300"},                               300),
    ("salario_valor",          {PAY: "299,99"},                            UNKNOWN),
    ("salario_valor",          {PAY: "0,3k"},                              300),
    ("salario_valor",          {PAY: "100k"},                              100000),
    ("salario_valor",          {PAY: "100.000,01"},                        UNKNOWN),
    ("salario_valor",          {PAY: "100.000 mil"},                       UNKNOWN),  # after multiplying
    ("salario_valor",          {PAY: "2.500k"},                            UNKNOWN),  # 2.5 million
    ("salario_valor",          {PAY: "1.5000k"},                           1500),  # .5000 are decimals
    ("salario_valor",          {PAY: "5\u00a0\n MIL"},                     5000),  # folded to one space
    ("salario_valor",          {PAY: "12k_"},                              UNKNOWN),  # k_ is a word
    ("salario_valor",          {PAY: "12\u200bk"},                         UNKNOWN),  # k does not follow
    ("salario_valor",          {PAY: "12k\u200bx"},                        12000),  # no word character
    ("salario_valor",          {PAY: "3500,,5"},                           3500),  # no digit after `,`
    ("salario_valor",          {PAY: "3500,"},                             3500),
    ("salario_valor",          {PAY: "350½"},                              3501),  # with a slash
    ("salario_valor",          {PAY: "３．５００"},                             3500),
    ("salario_valor",          {PAY: "٣٥٠٠"},                              UNKNOWN),  # not [0-9]
    ("salario_valor",          {PAY: "3500 por HÓRA"},                     UNKNOWN),
    ("salario_valor",          {PAY: "senhora: 3500"},                     UNKNOWN),  # contains `hora`
    ("salario_valor",          {PAY: "13º salário de 3500"},               UNKNOWN),  # 13 comes first
    ("salario_valor",          {PAY: "9" * 400},                           UNKNOWN),
    # languages
    ("ingl_nenhum",            {},                                         1),
    ("ingl_nenhum",            {ENGLISH: " - "},                           1),
    ("ingl_nenhum",            {ENGLISH: "NENHUM"},                        1),
    ("ingl_nenhum",            {ENGLISH: 5},                               1),
    ("ingl_basico",            {ENGLISH: " Ba\u0301sico\n"},               1),
    ("ingl_intermediario",     {ENGLISH: "INTERMEDIÁRIO"},                 1),
    ("ingl_avancado",          {ENGLISH: "avançado"},                      1),
    ("ingl_avancado",          {ENGLISH: "avançado e fluente"},            0),  # not equal
    ("ingl_outro",             {ENGLISH: "Fluente"},                       1),
    ("ingl_outro",             {ENGLISH: "básico\u00ad"},                  1),  # soft hyphens stay
    ("ingl_outro",             {ENGLISH: "\u0301"},                        1),  # present, folds to none
    ("esp_basico",             {ENGLISH: "básico"},                        0),
    ("esp_outro",              {SPANISH: "Técnico"},                       1),
    ("outro_idioma_presente",  {OTHER: "-"},                               0),
    ("outro_idioma_presente",  {OTHER: "Português - Fluente"},             0),
    ("outro_idioma_presente",  {OTHER: "Português - Fluente, Francês"}, 1),
    ("outro_idioma_presente",  {OTHER: "PORTUGUES-nativo,, - básico"},     0),
    ("outro_idioma_presente",  {OTHER: "português brasileiro"},            1),
    ("outro_idioma_presente",  {OTHER: "Português – Fluente"},             1),  # an en dash
    ("outro_idioma_presente",  {OTHER: "Português－Fluente"},               0),  # full width folds to `-`
    # schooling: the first that holds
    ("esc_pos",                {LEVEL: "Pós Graduação Completo"},          1),
    ("esc_pos",                {LEVEL: "Ensino Superior Completo e MBA"},  1),
    ("esc_superior_completo",  {LEVEL: "Ensino Superior Completo e MBA"},  0),
    ("esc_pos",                {LEVEL: "ensino médio; posição atual"},     1),  # p:pos, wherever
    ("esc_pos",                {LEVEL: "composto"},                        0),
    ("esc_tecnologo",          {LEVEL: "Tecnólogo"},                       1),
    ("esc_tecnologo",          {LEVEL: "Ensino Técnico Cursando"},         1),
    ("esc_tecnologo",          {LEVEL: "curso técnico"},                   0),  # not at the start
    ("esc_medio",              {LEVEL: " ENSINO\u00a0MÉDIO Incompleto"},   1),
    ("esc_superior_completo",  {LEVEL: "Graduação"},                       1),
    ("esc_superior_completo",  {LEVEL: "Ensino Superior Completo"},        1),
    ("esc_superior_incompleto", {LEVEL: "Ensino Superior Incompleto"},     1),
    ("esc_superior_incompleto", {LEVEL: "Graduação (trancada)"},           1),
    ("esc_superior_completo",  {LEVEL: "Ensino Superior Cursando"},        0),
    ("esc_medio",              {LEVEL: "Ensino Fundamental Completo"},     0),
    # area: `ti` inside `administrativa` is not a word
    ("area_ti",                {AREA: "Administrativa"},                   0),
    ("area_admin",             {AREA: "Administrativa"},                   1),
    ("area_ti",                {AREA: "TI - SAP"},                         1),
    ("area_ti",                {AREA: "T.I."},                             0),
    ("area_ti",                {AREA: "ti_web"},                           0),  # _ is a word character
    ("area_ti",                {AREA: "ti\u200bweb"},                      1),  # zero-width is not
    ("area_ti",                {AREA: "tı"},                               0),  # dotless i stays
    ("area_ti",                {AREA: "Tİ"},                               1),  # NFKD takes the dot off
    ("area_financeiro",        {AREA: "Financeira/Controladoria"},         1),
    ("area_financeiro",        {AREA: "subfinanceira"},                    0),
    ("area_financeiro",        {AREA: "ﬁnanças"},                          1),  # ligature
    # title and aim, joined by one space
    ("titulo_admin",           {TITLE: "Aux. Adm."},                       1),
    ("titulo_admin",           {TITLE: "admissão"},                        0),
    ("titulo_ti",              {TITLE: "tecnologia da", AIM: "informação"}, 1),  # across the join
    ("titulo_ti",              {TITLE: "Tecnologia  da\nInformação"},      1),
    ("titulo_ti",              {TITLE: "tecnologia"},                      0),
    ("titulo_ti",              {TITLE: "t", AIM: "i"},                     0),
    ("titulo_ti",              {AIM: "Desenvolvedora"},                    1),
    ("titulo_ti",              {TITLE: "sistema"},                         0),
    ("titulo_ti",              {TITLE: "Redes™"},                          0),  # NFKD: redestm
    ("titulo_dados_bi",        {TITLE: "business", AIM: "intelligence"},   1),
    ("titulo_dados_bi",        {TITLE: "abril, database"},                 0),
    ("titulo_dados_bi",        {TITLE: "BI/Analytics"},                    1),
    ("titulo_financeiro",      {TITLE: "Tesoureiro"},                      1),
    ("titulo_financeiro",      {TITLE: 7, AIM: "Contábil"},                1),
    # certificates
    ("cert_mos_word",          {CERTS: "MS [77-418] MOS: Microsoft Office Word 2013"}, 1),
    ("cert_mos_word",          {CERTS: "177-418"},                         0),
    ("cert_mos_word",          {CERTS: "77‑418"},                          0),  # folds to U+2010
    ("cert_mos_excel",         {MORE_CERTS: "77-420"},                     1),
    ("cert_mos_outlook",       {CERTS: "77－423"},                          1),  # full width folds to `-`
    ("cert_mos_powerpoint",    {CERTS: "77-4220"},                         0),
    ("cert_sap_fi",            {CERTS: "SAP\t\n FI"},                      1),
    ("cert_sap_fi",            {CERTS: "SAP", MORE_CERTS: "FI"},           1),
    ("cert_sap_fi",            {CERTS: "sapfi"},                           1),
    ("cert_sap_fi",            {CERTS: "SAP–FI"},                          0),  # neither phrase
    ("cert_sap_fi",            {CERTS: "sapfico"},                         0),
    ("cert_sap_fi",            {CERTS: "sap ﬁ"},                           1),
    ("has_cert",               {},                                         0),
    ("has_cert",               {CERTS: "-", MORE_CERTS: "ITIL"},           1),
    ("has_cert",               {CERTS: [], MORE_CERTS: " "},               0),
    # CV and skills
    ("cv_excel_avancado",      {CV: "Excel \n avançado"},                  1),
    ("cv_excel_avancado",      {CV: "meu excel", SKILLS: "Avancado"},      1),
    ("cv_excel_avancado",      {CV: "excel´avançado"},                     1),  # NFKD: a space
    ("cv_excel_avancado",      {CV: "excel - avançado"},                   0),
    ("cv_excel_avancado",      {CV: "excel avançados"},                    0),
    ("cv_excel_avancado",      {CV: "excel\x1f\x85avançado"},              1),
    ("cv_kpi",                 {CV: "relatórios•kpi"},                     1),
    ("cv_kpi",                 {CV: "kpi’s"},                              1),
    ("cv_kpi",                 {CV: "KPIs"},                               1),
    ("cv_kpi",                 {CV: "한kpi"},                               0),  # a letter before it
    ("cv_kpi",                 {CV: "✔kpi"},                               1),
    ("cv_sap",                 {CV: "SAP–FI"},                             1),
    ("cv_sap",                 {CV: "S\u0301AP"},                          1),  # the mark is dropped
    ("cv_sap",                 {CV: "s\u00adap"},                          0),  # the soft hyphen is not
    ("cv_sap",                 {CV: "sap²"},                               0),  # sap2
    ("cv_sap",                 {CV: "sap½"},                               0),  # sap1/2
    ("cv_sap",                 {CV: "1½sap"},                              0),  # 11/2sap
    ("cv_sap",                 {CV: "sap\ufe0f"},                          1),  # a variation selector
    ("cv_sap",                 {CV: "ſap"},                                1),  # long s
    ("cv_sap",                 {CV: "sapº"},                               0),  # sapo
    ("cv_sap",                 {CV: "sap°"},                               1),  # the degree sign
    ("cv_kpi",                 {CV: "\u212aPI"},                           1),  # the Kelvin sign
    ("cv_controladoria",       {SKILLS: "Controladoria"},                  1),
    ("cv_contabil",            {CV: "recontabilizar"},                     0),
    ("cv_financeiro",          {CV: "finanças"},                           0),
    ("cv_financeiro",          {CV: "Financeiras"},                        1),
    ("cv_administrativo",      {CV: "administração"},                      1),
    ("cv_protheus",            {CV: "TOTVS/Protheus12"},                   0),
    ("cv_navision",            {CV: {"texto": "navision"}},                0),
    ("cv_sap",                 {"cv_en": "sap"},                           0),
    # length of the CV: raw text, stripped
    ("cv_tamanho_maior_1500",  {CV: "x" * 1500},                           0),
    ("cv_tamanho_maior_1500",  {CV: "x" * 1501},                           1),
    ("cv_tamanho_maior_1500",  {CV: "\u00a0\n" + "x" * 1500 + "\x85\u3000"}, 0),
    ("cv_tamanho_maior_1500",  {CV: "\u200b" + "x" * 1500},                1),
    ("cv_tamanho_maior_1500",  {CV: "😀" * 1500},                           0),  # characters
    ("cv_tamanho_maior_1500",  {CV: "a " * 751},                           1),  # 1,501 stripped
    ("cv_tamanho_maior_1500",  {CV: "x" * 1500, SKILLS: "sap"},            0),  # the CV alone
    ("cv_tamanho_maior_1500",  {CV: ["x"] * 1501},                         0),
)
# fmt: on
