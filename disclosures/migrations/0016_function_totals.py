"""What versions spend by function, and the sums of the current ones, kept by triggers.

The rows of versions from before are written when migrations have ended, as those of new ones are.
"""

import django.db.models.deletion
from django.db import migrations, models

# One publication after another: two that touch the same sums in different order would deadlock.
TOTALS = """
CREATE FUNCTION disclosures_keep_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE disclosures_functiontotal IN SHARE ROW EXCLUSIVE MODE;
    IF TG_OP <> 'INSERT' AND OLD.unit_id IS NULL THEN
        UPDATE disclosures_functiontotal AS summed
           SET amount = summed.amount - told.amount, departments = departments - 1
          FROM disclosures_publishedfunction AS told
         WHERE told.publication_id = OLD.publication_id
           AND summed.year = OLD.year AND summed.code = told.code;
        DELETE FROM disclosures_functiontotal WHERE departments = 0;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.unit_id IS NULL THEN
        INSERT INTO disclosures_functiontotal AS summed (year, code, amount, departments)
        SELECT NEW.year, code, amount, 1
          FROM disclosures_publishedfunction WHERE publication_id = NEW.publication_id
        ON CONFLICT (year, code) DO UPDATE SET
            amount = summed.amount + excluded.amount,
            departments = summed.departments + excluded.departments;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER totals_are_of_current_versions
    AFTER INSERT OR UPDATE OR DELETE ON disclosures_currentversion
    FOR EACH ROW EXECUTE FUNCTION disclosures_keep_totals();

CREATE FUNCTION disclosures_add_to_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE disclosures_functiontotal IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO disclosures_functiontotal AS summed (year, code, amount, departments)
    SELECT year, code, sum(amount), count(*)
      FROM added JOIN disclosures_currentversion USING (publication_id)
     WHERE unit_id IS NULL GROUP BY year, code
    ON CONFLICT (year, code) DO UPDATE SET
        amount = summed.amount + excluded.amount,
        departments = summed.departments + excluded.departments;
    RETURN NULL;
END $$;

CREATE TRIGGER what_is_added_to_current_versions_is_summed
    AFTER INSERT ON disclosures_publishedfunction REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_add_to_totals();

CREATE TRIGGER published_function_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publishedfunction
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();
"""

NO_TOTALS = """
DROP TRIGGER totals_are_of_current_versions ON disclosures_currentversion;
DROP FUNCTION disclosures_keep_totals();
DROP TRIGGER what_is_added_to_current_versions_is_summed ON disclosures_publishedfunction;
DROP FUNCTION disclosures_add_to_totals();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0015_queue_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="FunctionTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "code",
                    models.CharField(blank=True, max_length=7, verbose_name="功能分类科目编码"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=20, verbose_name="金额（元）"),
                ),
                ("departments", models.PositiveIntegerField(verbose_name="部门数")),
            ],
            options={
                "verbose_name": "功能科目支出合计",
                "verbose_name_plural": "功能科目支出合计",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "code"),
                        name="function_is_summed_once_a_year",
                        violation_error_message="该年度已有这一科目的合计。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFunction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(blank=True, max_length=7, verbose_name="功能分类科目编码"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="金额（元）"),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="functions",
                        to="disclosures.publication",
                        verbose_name="已公开版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "已公开功能科目支出",
                "verbose_name_plural": "已公开功能科目支出",
                "indexes": [
                    models.Index(
                        fields=["code", "publication"],
                        include=("amount",),
                        name="published_function_by_code",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "code"),
                        name="function_is_told_once_in_its_publication",
                        violation_error_message="该版本已有这一科目。",
                    )
                ],
            },
        ),
        migrations.RunSQL(TOTALS, NO_TOTALS),
    ]
