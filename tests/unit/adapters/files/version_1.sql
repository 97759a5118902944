-- A store of program version 0.1 (PRAGMA user_version = 1), as its own statements made it; SQLite's iterdump wrote this.
BEGIN TRANSACTION;
CREATE TABLE catalog (
        table_name TEXT PRIMARY KEY,
        file TEXT NOT NULL UNIQUE,
        row_count INTEGER NOT NULL
    ) STRICT
    ;
CREATE TABLE deployment_event (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        version_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        path TEXT NOT NULL,
        actor TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "deployment_event" VALUES(1,'2025-03-01T12:00:00.000000Z','20250301T120000Z-abcd','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','artifacts','ana','melhor em 2025');
CREATE TABLE drift_alerts (
        id INTEGER PRIMARY KEY,
        created_at TEXT NOT NULL,
        window_start TEXT NOT NULL,
        window_end TEXT NOT NULL,
        model_path TEXT NOT NULL,
        feature TEXT NOT NULL,
        rule TEXT NOT NULL,
        base REAL,
        now REAL,
        change REAL,
        UNIQUE (window_start, window_end, model_path, feature)
    ) STRICT
    ;
INSERT INTO "drift_alerts" VALUES(1,'2025-03-01T14:00:00.000000Z','2025-03-01T12:00:00.000000Z','2025-03-01T13:00:00.000000Z','artifacts/modelo_prec80.joblib','tem_email','|rate - base| > 0.15',0.25,0.75,0.5);
CREATE TABLE feedback (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        codigo_profissional INTEGER NOT NULL,
        hired INTEGER NOT NULL CHECK (hired IN (0, 1))
    ) STRICT
    ;
INSERT INTO "feedback" VALUES(1,'2025-03-01T12:00:00.000000Z',1,1);
CREATE TABLE inference_log (
        id INTEGER PRIMARY KEY,
        ts TEXT NOT NULL,
        request_id TEXT NOT NULL UNIQUE,
        codigo_profissional INTEGER,
        score REAL NOT NULL,
        decision INTEGER NOT NULL CHECK (decision IN (0, 1)),
        model_mode TEXT NOT NULL,
        model_threshold REAL NOT NULL,
        model_path TEXT NOT NULL,
        model_version TEXT NOT NULL,
        payload TEXT NOT NULL,
        body_digest TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "inference_log" VALUES(1,'2025-03-01T12:00:00.000000Z','a-request',31001,3.00000000000000044408e-01,0,'prec80',0.5,'artifacts/modelo_prec80.joblib','20250301T120000Z-abcd','{"tem_email":1.0,"salario_valor":null}','a-digest');
CREATE TABLE ingest_rejects (
        id INTEGER PRIMARY KEY,
        table_name TEXT NOT NULL REFERENCES catalog (table_name) ON DELETE CASCADE,
        key TEXT NOT NULL,
        position INTEGER NOT NULL,
        reason TEXT NOT NULL
    ) STRICT
    ;
CREATE TABLE model_baseline (
        id INTEGER PRIMARY KEY,
        created_at TEXT NOT NULL,
        model_path TEXT NOT NULL,
        stats TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "model_baseline" VALUES(1,'2025-03-01T12:00:00.000000Z','artifacts/modelo_prec80.joblib','{"tem_email":{"rate1":0.3333333333333333},"salario_valor":{"mean":3500.5,"std":null}}');
CREATE TABLE model_version (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        digest TEXT NOT NULL,
        trained_at TEXT NOT NULL,
        profile TEXT NOT NULL,
        feature_columns TEXT NOT NULL,
        rule_fingerprint TEXT NOT NULL,
        threshold REAL NOT NULL,
        operating_mode TEXT NOT NULL,
        metadata TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "model_version" VALUES('20250301T120000Z-abcd','artifacts/versions/20250301T120000Z-abcd','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','2025-03-01T12:00:00.000000Z','candidate','["tem_email","tem_telefone","tem_linkedin","tem_local","tem_objetivo","email_corporativo","salario_valor","ingl_nenhum","ingl_basico","ingl_intermediario","ingl_avancado","ingl_outro","esp_nenhum","esp_basico","esp_intermediario","esp_avancado","esp_outro","outro_idioma_presente","esc_pos","esc_tecnologo","esc_medio","esc_superior_completo","esc_superior_incompleto","area_admin","area_ti","area_financeiro","titulo_admin","titulo_ti","titulo_dados_bi","titulo_financeiro","cert_mos_word","cert_mos_excel","cert_mos_outlook","cert_mos_powerpoint","cert_sap_fi","has_cert","cv_excel_avancado","cv_kpi","cv_controladoria","cv_contabil","cv_financeiro","cv_administrativo","cv_sap","cv_protheus","cv_navision","cv_tamanho_maior_1500"]','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',3.00000000000000044408e-01,'prec80','{"linhas":10,"auc":0.6,"nota":"não","partes":[1,null,true],"in":{"deep":{}}}');
CREATE TABLE store_identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        salt TEXT NOT NULL,
        digest_key BLOB NOT NULL
    ) STRICT
    ;
INSERT INTO "store_identity" VALUES(1,'5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a',X'E7FCEDA4FE90097B11957672D76A6D0ACDA88183400F3AE10F8E13F44DF54318');
CREATE INDEX ingest_rejects_table_name ON ingest_rejects (table_name);
CREATE INDEX inference_log_ts ON inference_log (ts);
CREATE INDEX feedback_codigo_profissional ON feedback (codigo_profissional);
COMMIT;
