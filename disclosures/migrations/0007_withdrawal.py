"""Withdrawal by law: once written, never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

IMMUTABLE = """
CREATE FUNCTION disclosures_refuse_change_of_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = '依法撤下的记录不能修改或删除；如需恢复公开，请发布新版本。',
        CONSTRAINT = 'withdrawal_is_never_changed';
END $$;

CREATE TRIGGER withdrawal_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_withdrawal();
"""

MUTABLE = """
DROP TRIGGER withdrawal_is_never_changed ON disclosures_withdrawal;
DROP FUNCTION disclosures_refuse_change_of_withdrawal();
"""


WATCHED = """
SELECT disclosures_watch('disclosures_withdrawal', 'publication_id');
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0006_reclassification")]

    operations = [
        migrations.AlterModelOptions(
            name="publication",
            options={
                "permissions": (("withdraw_publication", "依法撤下已公开版本"),),
                "verbose_name": "已公开版本",
                "verbose_name_plural": "已公开版本",
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        help_text="依据的法律条款或决定文号，向社会公开，如“《中华人民共和国保守国家秘密法》第……条”。",
                        max_length=300,
                        verbose_name="法律依据",
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, help_text="不公开。", verbose_name="内部备注"),
                ),
                ("withdrawn_at", models.DateTimeField(verbose_name="撤下时间")),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤下人",
                    ),
                ),
            ],
            options={
                "verbose_name": "依法撤下",
                "verbose_name_plural": "依法撤下",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__regex", "\\S")),
                        name="withdrawal_names_its_legal_ground",
                        violation_error_message="依法撤下须写明法律依据，依据随撤下一并公开。",
                    )
                ],
            },
        ),
        migrations.RunSQL(IMMUTABLE, MUTABLE),
        migrations.RunSQL(WATCHED, migrations.RunSQL.noop),
    ]
