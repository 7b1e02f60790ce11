"""The index of published versions: derived rows, immutable like what they are derived from."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

IMMUTABLE = """
CREATE TRIGGER published_line_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publishedline
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();

CREATE TRIGGER published_figure_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publishedfigure
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();

CREATE TRIGGER published_passage_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publishedpassage
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0011_board"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measure", models.CharField(max_length=40, verbose_name="指标")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="数值"),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "已公开指标",
                "verbose_name_plural": "已公开指标",
                "indexes": [
                    models.Index(
                        fields=["measure", "publication"],
                        include=("amount",),
                        name="published_figure_by_measure",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "measure"),
                        name="measure_is_told_once_in_its_publication",
                        violation_error_message="该版本已有这一指标。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_code", models.CharField(max_length=20, verbose_name="单位编码")),
                (
                    "functional_code",
                    models.CharField(max_length=7, verbose_name="功能分类科目编码"),
                ),
                ("economic_code", models.CharField(max_length=5, verbose_name="经济分类科目编码")),
                ("funding_source", models.CharField(max_length=40, verbose_name="资金来源")),
                ("project", models.CharField(blank=True, max_length=200, verbose_name="项目")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="金额（元）"),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "已公开明细",
                "verbose_name_plural": "已公开明细",
                "indexes": [
                    models.Index(
                        fields=["functional_code", "publication"],
                        include=("amount",),
                        name="published_line_by_function",
                        opclasses=("varchar_pattern_ops", "int8_ops"),
                    ),
                    models.Index(
                        fields=["economic_code", "publication"],
                        include=("amount",),
                        name="published_line_by_economic",
                        opclasses=("varchar_pattern_ops", "int8_ops"),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedPassage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10, verbose_name="类别")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="位置")),
                ("text", models.TextField(verbose_name="文字")),
                (
                    "bigrams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        size=None,
                        verbose_name="检索字对",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "已公开文字",
                "verbose_name_plural": "已公开文字",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["bigrams"], name="published_passage_by_bigrams"
                    )
                ],
            },
        ),
        migrations.RunSQL(IMMUTABLE, migrations.RunSQL.noop),
    ]
