"""The audit log: every write to a table of the application leaves an entry in a chain of hashes."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An entry as the text that its hash covers. It never changes: old entries must verify for ever.
CONTENT = """
CREATE FUNCTION disclosures_log_content(entry disclosures_auditentry) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        entry.actor_id, entry.name, entry.address, entry.transaction,
        entry.action, entry."table", entry.keys, entry.owners
    )::text || entry.changes
$$;
"""

# A trigger for each statement, not for each row: a thousand lines saved at once are one entry. The
# functions run as the owner, because the application itself may not write to the log. Changes are
# JSON kept as text: a tenth of the time of jsonb, and the very bytes that the hash covers.
LOG = """
CREATE FUNCTION disclosures_log_difference(this jsonb, other jsonb, withheld text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(
        key, CASE WHEN key = ANY (withheld) THEN '"（不记录）"'::jsonb ELSE value END
    )
      FROM jsonb_each(this) WHERE other IS NULL OR other -> key IS DISTINCT FROM value
$$;

CREATE FUNCTION disclosures_log_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    owner text := CASE TG_ARGV[0] WHEN '' THEN 'NULL::bigint'
        ELSE format('touched.%I', TG_ARGV[0]) END;
    former text := CASE TG_ARGV[0] WHEN '' THEN 'NULL::bigint'
        ELSE format('nullif(replaced.%1$I, touched.%1$I)', TG_ARGV[0]) END;
    withheld text[] := TG_ARGV[1];
    whole text := CASE WHEN withheld = '{}' THEN 'row_to_json(touched)'
        ELSE 'disclosures_log_difference(to_jsonb(touched), NULL, $1)' END;
    touched text := CASE TG_OP
        WHEN 'INSERT' THEN format(
            'SELECT id, %s, NULL::bigint, NULL::text, %s::text FROM written AS touched',
            owner, whole)
        WHEN 'DELETE' THEN format(
            'SELECT id, %s, NULL::bigint, %s::text, NULL::text FROM replaced AS touched',
            owner, whole)
        WHEN 'TRUNCATE' THEN format(
            'SELECT id, %s, NULL::bigint, %s::text, NULL::text FROM %s AS touched',
            owner, whole, TG_RELID::regclass)
        WHEN 'UPDATE' THEN format($differing$
            SELECT id, %s, %s,
                   disclosures_log_difference(to_jsonb(replaced), to_jsonb(touched), $1)::text,
                   disclosures_log_difference(to_jsonb(touched), to_jsonb(replaced), $1)::text
              FROM replaced FULL JOIN written AS touched USING (id)
            $differing$, owner, former)
    END;
    entry disclosures_auditentry;
BEGIN
    EXECUTE format($statement$
        SELECT array_agg(id ORDER BY id),
               array_remove(array_agg(DISTINCT owner) || array_agg(DISTINCT former), NULL),
               '[' || string_agg(
                   '{"key":' || id || ',"before":' || coalesce(before, 'null')
                   || ',"after":' || coalesce(after, 'null') || '}', ',' ORDER BY id) || ']'
          FROM (%s) AS touched (id, owner, former, before, after)
         WHERE before IS NOT NULL OR after IS NOT NULL
        $statement$, touched)
       INTO entry.keys, entry.owners, entry.changes USING withheld;
    IF entry.keys IS NOT NULL THEN
        INSERT INTO disclosures_auditentry (
            at, actor_id, name, address, transaction, action, "table", keys, owners, changes)
        VALUES (
            clock_timestamp(),
            nullif(current_setting('portal.actor', true), '')::bigint,
            coalesce(nullif(current_setting('portal.name', true), ''), session_user),
            coalesce(nullif(current_setting('portal.address', true), ''),
                     host(inet_client_addr()), '数据库本机'),
            pg_current_xact_id()::text::bigint,
            TG_OP, TG_TABLE_NAME, entry.keys, entry.owners, entry.changes);
    END IF;
    RETURN NULL;
END $$;

-- Have every write to a table logged: one line in the migration that makes the table. It has a
-- number "id". "owner" is its column that names the row on whose page its changes are told, to
-- whoever may see that row; of the columns withheld the log says only that they changed.
CREATE FUNCTION disclosures_watch(
    watched regclass, owner text DEFAULT '', withheld text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    said text[];
BEGIN
    FOREACH said SLICE 1 IN ARRAY ARRAY[
        ['every_insert_is_logged', 'AFTER INSERT', 'REFERENCING NEW TABLE AS written'],
        ['every_update_is_logged', 'AFTER UPDATE',
         'REFERENCING OLD TABLE AS replaced NEW TABLE AS written'],
        ['every_delete_is_logged', 'AFTER DELETE', 'REFERENCING OLD TABLE AS replaced'],
        ['every_truncation_is_logged', 'BEFORE TRUNCATE', '']]
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER %I %s ON %s %s
             FOR EACH STATEMENT EXECUTE FUNCTION disclosures_log_write(%L, %L)',
            said[1], said[2], watched, said[3], owner, withheld);
    END LOOP;
END $$;
"""

# An entry gets its place when its transaction commits. The head of the chain is the last lock that
# a commit takes: an entry first queues, behind the foreign keys that are checked at commit and may
# wait for somebody else's row, and what is queued by then comes in a second round.
CHAIN = """
INSERT INTO disclosures_audithead (id, position, hash) VALUES (1, 0, repeat('0', 64));

CREATE UNLOGGED TABLE disclosures_auditqueue (transaction bigint PRIMARY KEY);

CREATE FUNCTION disclosures_log_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO disclosures_auditqueue VALUES (NEW.transaction) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION disclosures_log_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head disclosures_audithead;
    entry disclosures_auditentry;
BEGIN
    SELECT * INTO STRICT head FROM disclosures_audithead FOR UPDATE;
    FOR entry IN
        SELECT * FROM disclosures_auditentry AS unchained
         WHERE transaction = NEW.transaction AND NOT EXISTS (
               SELECT FROM disclosures_auditlink WHERE entry_id = unchained.id)
         ORDER BY id
    LOOP
        head.position := head.position + 1;
        head.hash := encode(
            sha256(convert_to(head.hash || disclosures_log_content(entry), 'UTF8')), 'hex');
        INSERT INTO disclosures_auditlink (position, entry_id, hash)
        VALUES (head.position, entry.id, head.hash);
    END LOOP;
    UPDATE disclosures_audithead SET position = head.position, hash = head.hash;
    DELETE FROM disclosures_auditqueue WHERE transaction = NEW.transaction;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_queues_for_its_place AFTER INSERT ON disclosures_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION disclosures_log_queue();
CREATE CONSTRAINT TRIGGER transaction_gets_its_places AFTER INSERT ON disclosures_auditqueue
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION disclosures_log_chain();
"""

# Also for the owner of the tables: only the triggers above write, and nothing is ever changed.
APPEND_ONLY = """
CREATE FUNCTION disclosures_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = '操作日志由数据库自动记录，不能手工添加、修改或删除。',
        CONSTRAINT = 'audit_log_is_never_changed';
END $$;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE
    ON disclosures_auditentry EXECUTE FUNCTION disclosures_refuse_change_of_log();
CREATE TRIGGER link_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE
    ON disclosures_auditlink EXECUTE FUNCTION disclosures_refuse_change_of_log();
CREATE TRIGGER head_is_never_removed BEFORE DELETE OR TRUNCATE
    ON disclosures_audithead EXECUTE FUNCTION disclosures_refuse_change_of_log();
CREATE TRIGGER entry_is_written_by_triggers_only BEFORE INSERT ON disclosures_auditentry
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION disclosures_refuse_change_of_log();
CREATE TRIGGER link_is_written_by_triggers_only BEFORE INSERT ON disclosures_auditlink
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION disclosures_refuse_change_of_log();
CREATE TRIGGER head_is_written_by_triggers_only BEFORE INSERT OR UPDATE ON disclosures_audithead
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION disclosures_refuse_change_of_log();

-- Who may execute a trigger's function may attach it to a table of their own, and forge entries.
REVOKE EXECUTE ON FUNCTION disclosures_log_write, disclosures_log_queue, disclosures_log_chain
    FROM PUBLIC;
"""

WATCHED = """
SELECT disclosures_watch('disclosures_functionalcode');
SELECT disclosures_watch('disclosures_economiccode');
SELECT disclosures_watch('disclosures_region');
SELECT disclosures_watch('disclosures_department');
SELECT disclosures_watch('disclosures_unit');
SELECT disclosures_watch('disclosures_user', '', '{password}');
SELECT disclosures_watch('disclosures_user_groups', 'user_id');
SELECT disclosures_watch('disclosures_user_user_permissions', 'user_id');
SELECT disclosures_watch('disclosures_appointment', 'user_id');
SELECT disclosures_watch('disclosures_budget');
SELECT disclosures_watch('disclosures_lineitem', 'budget_id');
SELECT disclosures_watch('disclosures_entrysheet', 'budget_id');
SELECT disclosures_watch('disclosures_project', 'budget_id');
SELECT disclosures_watch('disclosures_projectindicator', 'project_id');
SELECT disclosures_watch('disclosures_staffing', 'budget_id');
SELECT disclosures_watch('disclosures_procurement', 'budget_id');
SELECT disclosures_watch('disclosures_assets', 'budget_id');
SELECT disclosures_watch('disclosures_vehicleholding', 'assets_id');
SELECT disclosures_watch('disclosures_disclosure');
SELECT disclosures_watch('disclosures_overallindicator', 'disclosure_id');
SELECT disclosures_watch('disclosures_explanation', 'disclosure_id');
SELECT disclosures_watch('disclosures_glossaryentry', 'disclosure_id');
SELECT disclosures_watch('disclosures_publication', 'disclosure_id', '{snapshot}');
SELECT disclosures_watch('disclosures_artefact', 'publication_id');
"""

UNWATCHED = """
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN SELECT tgname, tgrelid::regclass AS watched FROM pg_trigger
                 WHERE tgfoid = 'disclosures_log_write'::regproc
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', made.tgname, made.watched);
    END LOOP;
END $$;
DROP FUNCTION disclosures_watch(regclass, text, text[]);
DROP FUNCTION disclosures_log_write();
DROP FUNCTION disclosures_log_difference(jsonb, jsonb, text[]);
DROP TABLE disclosures_auditqueue;
DROP FUNCTION disclosures_log_chain();
DROP TRIGGER entry_queues_for_its_place ON disclosures_auditentry;
DROP FUNCTION disclosures_log_queue();
DROP FUNCTION disclosures_refuse_change_of_log() CASCADE;
DROP FUNCTION disclosures_log_content(disclosures_auditentry);
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0003_entry_sheet")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "name",
                    models.TextField(help_text="操作时的姓名和用户名。", verbose_name="操作人"),
                ),
                (
                    "address",
                    models.TextField(help_text="客户端地址，或命令行。", verbose_name="来源"),
                ),
                ("transaction", models.BigIntegerField(db_index=True, verbose_name="事务")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("INSERT", "新增"),
                            ("UPDATE", "修改"),
                            ("DELETE", "删除"),
                            ("TRUNCATE", "清空"),
                        ],
                        max_length=8,
                        verbose_name="操作",
                    ),
                ),
                ("table", models.CharField(max_length=63, verbose_name="数据表")),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="记录编号"
                    ),
                ),
                (
                    "owners",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="所属记录编号"
                    ),
                ),
                (
                    "changes",
                    models.TextField(verbose_name="改动"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "操作日志",
                "verbose_name_plural": "操作日志",
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(verbose_name="序号")),
                ("hash", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "操作日志链头",
                "verbose_name_plural": "操作日志链头",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="audit_log_has_one_head",
                        violation_error_message="操作日志只有一个链头。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                (
                    "position",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="link",
                        to="disclosures.auditentry",
                        verbose_name="操作日志",
                    ),
                ),
            ],
            options={
                "verbose_name": "操作日志哈希链",
                "verbose_name_plural": "操作日志哈希链",
            },
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["keys"], name="audit_entry_is_found_by_key"
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["owners"], name="audit_entry_is_found_by_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "id"], name="audit_entry_is_found_by_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["table", "id"], name="audit_entry_is_found_by_table"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="audit_entry_is_found_by_time"),
        ),
        migrations.RunSQL(CONTENT + LOG + CHAIN + APPEND_ONLY + WATCHED, UNWATCHED),
    ]
