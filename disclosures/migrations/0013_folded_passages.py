"""Passages as they are searched: without marks and widths, so that a longer word is found whole.

Derived rows: the table is made anew, and `migrate` fills it from the records.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

IMMUTABLE = """
CREATE TRIGGER published_passage_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publishedpassage
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0012_index"),
    ]

    operations = [
        migrations.DeleteModel(name="PublishedPassage"),
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
                    "folded",
                    models.TextField(
                        help_text="只有字母和数字，全角作半角，大写作小写。",
                        verbose_name="检索文字",
                    ),
                ),
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
