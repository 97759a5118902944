-- Roles of a deployment, each with no more than it needs. Run this as a superuser, after `hiring-cli db upgrade`,
-- and again after each upgrade: it is the same however often it runs. None of the roles can log in: grant them to
-- those who do, e.g. GRANT hiring_api TO service_user.
--
--   hiring_owner     owns schema and tables: `hiring-cli db upgrade`, `hiring-cli keys`, retention, erasure
--   hiring_pipeline  ingest, features, labels, gold, train, promote, monitor: writes tables, appends to logs
--   hiring_api       the HTTP service: appends to inference_log and reads it, reads api_keys; changes nothing
--
-- A table that a pipeline user makes (`ingest --table other`) belongs to that user. ANALYZE needs the owner up to
-- PostgreSQL 16; there, autovacuum does it within minutes.

DO $do$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['hiring_owner', 'hiring_pipeline', 'hiring_api'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
    END LOOP;
END
$do$;

DO $do$
DECLARE
    ours name;
    schema_name constant name := {schema_name};
BEGIN
    EXECUTE format('ALTER SCHEMA %I OWNER TO hiring_owner', schema_name);
    FOREACH ours IN ARRAY ARRAY[{tables}] LOOP
        EXECUTE format('ALTER TABLE %I.%I OWNER TO hiring_owner', schema_name, ours);
        EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC, hiring_pipeline, hiring_api', schema_name, ours);
        IF current_setting('server_version_num')::integer >= 170000 AND ours = ANY (ARRAY[{maintained}]) THEN
            EXECUTE format('GRANT MAINTAIN ON %I.%I TO hiring_pipeline', schema_name, ours);
        END IF;
    END LOOP;
    -- partitions are reached by way of their table alone
    FOR ours IN
        SELECT relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_inherits ON inhrelid = pg_class.oid
        WHERE relispartition AND relkind = 'r' AND relnamespace = to_regnamespace(quote_ident(schema_name))
    LOOP
        EXECUTE format('ALTER TABLE %I.%I OWNER TO hiring_owner', schema_name, ours);
        EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC, hiring_pipeline, hiring_api', schema_name, ours);
    END LOOP;
END
$do$;

GRANT USAGE, CREATE ON SCHEMA {schema} TO hiring_pipeline;
GRANT USAGE ON SCHEMA {schema} TO hiring_api;
GRANT SELECT ON {schema}.hiring_schema_version TO hiring_pipeline, hiring_api;
{grants}
