"""Current versions kept by triggers, texts searched a version a row, hashes found by an index.

The triggers write as the owner: the application reads what is current and cannot change it.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

KEPT = """
CREATE FUNCTION disclosures_keep_current() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO disclosures_currentversion (
        publication_id, disclosure_id, department_id, unit_id, year, version, total, published_at)
    SELECT NEW.id, id, department_id, unit_id, year, NEW.version, NEW.total, NEW.published_at
      FROM disclosures_disclosure
     WHERE id = NEW.disclosure_id
       AND NOT EXISTS (
           SELECT FROM disclosures_publication AS newer
            WHERE newer.disclosure_id = NEW.disclosure_id AND newer.version > NEW.version)
    ON CONFLICT (disclosure_id) DO UPDATE SET
        publication_id = excluded.publication_id, version = excluded.version,
        total = excluded.total, published_at = excluded.published_at;
    RETURN NULL;
END $$;

CREATE TRIGGER newest_version_becomes_current
    AFTER INSERT ON disclosures_publication
    FOR EACH ROW EXECUTE FUNCTION disclosures_keep_current();

CREATE FUNCTION disclosures_end_current() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM disclosures_currentversion WHERE publication_id = NEW.publication_id;
    RETURN NULL;
END $$;

CREATE TRIGGER withdrawn_version_is_not_current
    AFTER INSERT ON disclosures_withdrawal
    FOR EACH ROW EXECUTE FUNCTION disclosures_end_current();

CREATE FUNCTION disclosures_move_current() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE disclosures_currentversion
       SET department_id = NEW.department_id, unit_id = NEW.unit_id, year = NEW.year
     WHERE disclosure_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER current_version_is_whose_its_disclosure_is
    AFTER UPDATE ON disclosures_disclosure FOR EACH ROW
    WHEN ((OLD.department_id, OLD.unit_id, OLD.year)
          IS DISTINCT FROM (NEW.department_id, NEW.unit_id, NEW.year))
    EXECUTE FUNCTION disclosures_move_current();

INSERT INTO disclosures_currentversion (
    publication_id, disclosure_id, department_id, unit_id, year, version, total, published_at)
SELECT DISTINCT ON (disclosure.id) publication.id, disclosure.id, disclosure.department_id,
       disclosure.unit_id, disclosure.year, publication.version, publication.total,
       publication.published_at
  FROM disclosures_publication AS publication
  JOIN disclosures_disclosure AS disclosure ON disclosure.id = publication.disclosure_id
 ORDER BY disclosure.id, publication.version DESC;
DELETE FROM disclosures_currentversion
 WHERE publication_id IN (SELECT publication_id FROM disclosures_withdrawal);
"""

UNKEPT = """
DROP TRIGGER current_version_is_whose_its_disclosure_is ON disclosures_disclosure;
DROP TRIGGER withdrawn_version_is_not_current ON disclosures_withdrawal;
DROP TRIGGER newest_version_becomes_current ON disclosures_publication;
DROP FUNCTION disclosures_move_current();
DROP FUNCTION disclosures_end_current();
DROP FUNCTION disclosures_keep_current();
"""

# The parts of texts that are searched: `grams` of disclosures/index.py asks for them.
GRAMS = r"""
CREATE FUNCTION disclosures_grams(folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    SELECT ARRAY(
        SELECT substr(line, place, size)
          FROM unnest(string_to_array(folded, E'\n')) AS line,
               generate_series(2, 3) AS size, generate_series(1, length(line) - size + 1) AS place
         UNION ALL
        SELECT substr(code[1], place, size)
          FROM regexp_matches(folded, '[0-9]{4,}', 'g') AS code,
               generate_series(4, 7) AS size, generate_series(1, length(code[1]) - size + 1) AS place
    )
$$;
"""

IMMUTABLE = """
CREATE TRIGGER published_wording_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publishedwording
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();
"""

# Statistics of the parts would be made from every text anew; the planner needs none.
UNCOUNTED = "ALTER INDEX published_wording_by_grams ALTER COLUMN 1 SET STATISTICS 0"


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0013_folded_passages"),
    ]

    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION disclosures_grams(text)"),
        migrations.CreateModel(
            name="CurrentVersion",
            fields=[
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="as_current",
                        serialize=False,
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.disclosure",
                        verbose_name="预算公开",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.unit",
                        verbose_name="单位",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="支出总计（元）"
                    ),
                ),
                ("published_at", models.DateTimeField(db_index=True, verbose_name="公开时间")),
            ],
            options={"verbose_name": "现行版本", "verbose_name_plural": "现行版本"},
        ),
        migrations.CreateModel(
            name="PublishedWording",
            fields=[
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="wording",
                        serialize=False,
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
                ("folded", models.TextField(help_text="每段一行。", verbose_name="检索文字")),
            ],
            options={
                "verbose_name": "已公开版本检索文字",
                "verbose_name_plural": "已公开版本检索文字",
            },
        ),
        migrations.RemoveIndex("publishedpassage", "published_passage_by_bigrams"),
        migrations.RemoveField("publishedpassage", "bigrams"),
        migrations.AddIndex(
            "artefact",
            models.Index(
                fields=["sha256"], name="artefact_by_sha256", opclasses=("varchar_pattern_ops",)
            ),
        ),
        migrations.AddIndex(
            "publication",
            models.Index(
                fields=["sha256"],
                name="publication_by_sha256",
                opclasses=("varchar_pattern_ops",),
            ),
        ),
        migrations.AddIndex(
            "publishedwording",
            django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("folded"),
                    function="disclosures_grams",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                fastupdate=False,
                name="published_wording_by_grams",
            ),
        ),
        migrations.RunSQL(UNCOUNTED, migrations.RunSQL.noop),
        migrations.RunSQL(IMMUTABLE, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, UNKEPT),
    ]
