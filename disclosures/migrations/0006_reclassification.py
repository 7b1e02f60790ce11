"""Reclassifications of last year's ledger, and what none of them may be in the database."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

# Last year's codes on the one side, this year's on the other; only a budget to be published
# is compared.
FITS = """
CREATE FUNCTION disclosures_refuse_unfit_reclassification() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unfit record;
BEGIN
    SELECT budget.year, budget.role, code.year AS code_year, code.code, code.wanted_year
      INTO unfit
      FROM written
      JOIN disclosures_budget AS budget ON budget.id = written.budget_id
      CROSS JOIN LATERAL (
        SELECT year, code, budget.year - 1 AS wanted_year, 7 AS level
          FROM disclosures_functionalcode WHERE id = written.from_functional_id
        UNION ALL
        SELECT year, code, budget.year - 1, 5
          FROM disclosures_economiccode WHERE id = written.from_economic_id
        UNION ALL
        SELECT year, code, budget.year, 7
          FROM disclosures_functionalcode WHERE id = written.to_functional_id
        UNION ALL
        SELECT year, code, budget.year, 5
          FROM disclosures_economiccode WHERE id = written.to_economic_id
      ) AS code
     WHERE budget.role <> 'budget' OR code.year <> code.wanted_year
        OR length(code.code) <> code.level
     LIMIT 1;
    IF FOUND AND unfit.role <> 'budget' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = '科目调整只登记在年度预算上，上年对比数保持原样。',
            CONSTRAINT = 'reclassification_is_of_a_budget_to_be_published';
    ELSIF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format(
                '%s 年预算的科目调整从 %s 年的项级（7 位）、款级（5 位）科目调到 %s 年的，'
                || '不能用 %s 年的科目 %s。',
                unfit.year, unfit.year - 1, unfit.year, unfit.code_year, unfit.code),
            CONSTRAINT = 'reclassification_codes_are_of_their_years_and_level';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER reclassification_fits_on_insert
    AFTER INSERT ON disclosures_reclassification REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_unfit_reclassification();

CREATE TRIGGER reclassification_fits_on_update
    AFTER UPDATE ON disclosures_reclassification REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_unfit_reclassification();

CREATE FUNCTION disclosures_refuse_change_of_reclassified() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_used boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM disclosures_reclassification WHERE $1 IN (%s))', TG_ARGV[0]
    ) INTO is_used USING OLD.id;
    IF is_used THEN
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            MESSAGE = '已有科目调整使用，不能再改年度、用途或编码；请先删除该科目调整。',
            CONSTRAINT = 'what_reclassifications_rest_on_keeps_its_year_and_code';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER reclassified_functional_code_keeps_year_and_code
    BEFORE UPDATE ON disclosures_functionalcode FOR EACH ROW
    WHEN ((OLD.year, OLD.code) IS DISTINCT FROM (NEW.year, NEW.code))
    EXECUTE FUNCTION disclosures_refuse_change_of_reclassified(
        'from_functional_id, to_functional_id');

CREATE TRIGGER reclassified_economic_code_keeps_year_and_code
    BEFORE UPDATE ON disclosures_economiccode FOR EACH ROW
    WHEN ((OLD.year, OLD.code) IS DISTINCT FROM (NEW.year, NEW.code))
    EXECUTE FUNCTION disclosures_refuse_change_of_reclassified('from_economic_id, to_economic_id');

CREATE TRIGGER reclassified_budget_keeps_its_year_and_role
    BEFORE UPDATE ON disclosures_budget FOR EACH ROW
    WHEN ((OLD.year, OLD.role) IS DISTINCT FROM (NEW.year, NEW.role))
    EXECUTE FUNCTION disclosures_refuse_change_of_reclassified('budget_id');

ALTER TABLE disclosures_reclassification
    ADD CONSTRAINT project_of_reclassification_is_of_the_same_budget
    FOREIGN KEY (to_project_id, budget_id) REFERENCES disclosures_project (id, budget_id)
    DEFERRABLE INITIALLY DEFERRED;
"""

FREE = """
ALTER TABLE disclosures_reclassification
    DROP CONSTRAINT project_of_reclassification_is_of_the_same_budget;
DROP TRIGGER reclassified_budget_keeps_its_year_and_role ON disclosures_budget;
DROP TRIGGER reclassified_economic_code_keeps_year_and_code ON disclosures_economiccode;
DROP TRIGGER reclassified_functional_code_keeps_year_and_code ON disclosures_functionalcode;
DROP FUNCTION disclosures_refuse_change_of_reclassified();
DROP TRIGGER reclassification_fits_on_update ON disclosures_reclassification;
DROP TRIGGER reclassification_fits_on_insert ON disclosures_reclassification;
DROP FUNCTION disclosures_refuse_unfit_reclassification();
"""


WATCHED = """
SELECT disclosures_watch('disclosures_reclassification', 'budget_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0005_review"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reclassification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_source",
                    models.CharField(
                        choices=[
                            ("general", "一般公共预算（一般财力）"),
                            ("general_transfer", "上级一般公共预算安排转移支付"),
                            ("government_fund", "政府性基金收入"),
                            ("government_fund_transfer", "上级政府性基金安排转移支付"),
                            ("state_capital", "国有资本经营收入"),
                            ("state_capital_transfer", "上级国有资本经营预算安排转移支付"),
                            ("dedicated_account", "财政专户核拨（教育收费）"),
                            ("operations", "事业收入"),
                            ("superior_subsidy", "上级补助收入"),
                            ("subordinate_remittance", "附属单位上缴收入"),
                            ("business", "事业单位经营收入"),
                            ("other", "其他收入"),
                            ("general_carry_over", "一般公共预算拨款结转"),
                            ("government_fund_carry_over", "政府性基金预算拨款结转"),
                            ("state_capital_carry_over", "国有资本经营预算拨款结转"),
                            ("dedicated_account_carry_over", "财政专户核拨结转结余"),
                            ("own_carry_over", "单位资金结转结余"),
                        ],
                        max_length=40,
                        verbose_name="上年资金来源",
                    ),
                ),
                (
                    "from_project",
                    models.CharField(
                        blank=True,
                        help_text="与上年预算一致；基本支出留空。",
                        max_length=120,
                        verbose_name="上年项目名称",
                    ),
                ),
                (
                    "to_source",
                    models.CharField(
                        choices=[
                            ("general", "一般公共预算（一般财力）"),
                            ("general_transfer", "上级一般公共预算安排转移支付"),
                            ("government_fund", "政府性基金收入"),
                            ("government_fund_transfer", "上级政府性基金安排转移支付"),
                            ("state_capital", "国有资本经营收入"),
                            ("state_capital_transfer", "上级国有资本经营预算安排转移支付"),
                            ("dedicated_account", "财政专户核拨（教育收费）"),
                            ("operations", "事业收入"),
                            ("superior_subsidy", "上级补助收入"),
                            ("subordinate_remittance", "附属单位上缴收入"),
                            ("business", "事业单位经营收入"),
                            ("other", "其他收入"),
                            ("general_carry_over", "一般公共预算拨款结转"),
                            ("government_fund_carry_over", "政府性基金预算拨款结转"),
                            ("state_capital_carry_over", "国有资本经营预算拨款结转"),
                            ("dedicated_account_carry_over", "财政专户核拨结转结余"),
                            ("own_carry_over", "单位资金结转结余"),
                        ],
                        max_length=40,
                        verbose_name="本年资金来源",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="从上年这条明细调出的金额，不超过该明细的金额。",
                        max_digits=18,
                        verbose_name="调整金额（元）",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        help_text="为什么调整，如“2026 年科目修订，该项支出改列本科目”；随正文公开，句末不加句号。",
                        max_length=200,
                        verbose_name="调整说明",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reclassifications",
                        to="disclosures.budget",
                        verbose_name="单位预算",
                    ),
                ),
                (
                    "from_economic",
                    models.ForeignKey(
                        db_index=False,
                        help_text="上年预算所列的款（5 位）。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.economiccode",
                        verbose_name="上年部门经济分类科目",
                    ),
                ),
                (
                    "from_functional",
                    models.ForeignKey(
                        db_index=False,
                        help_text="上年预算所列的项（7 位）。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.functionalcode",
                        verbose_name="上年功能分类科目",
                    ),
                ),
                (
                    "to_economic",
                    models.ForeignKey(
                        db_index=False,
                        help_text="本年应列的款（5 位）。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.economiccode",
                        verbose_name="本年部门经济分类科目",
                    ),
                ),
                (
                    "to_functional",
                    models.ForeignKey(
                        db_index=False,
                        help_text="本年应列的项（7 位）。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disclosures.functionalcode",
                        verbose_name="本年功能分类科目",
                    ),
                ),
                (
                    "to_project",
                    models.ForeignKey(
                        blank=True,
                        help_text="本预算的项目；基本支出留空。",
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="reclassifications",
                        to="disclosures.project",
                        verbose_name="本年项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "科目调整",
                "verbose_name_plural": "科目调整",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "budget",
                            "from_functional",
                            "from_economic",
                            "from_source",
                            "from_project",
                            "to_functional",
                            "to_economic",
                            "to_source",
                            "to_project",
                        ),
                        name="reclassification_is_entered_once_for_its_two_places",
                        nulls_distinct=False,
                        violation_error_message="已有调整前后都相同的科目调整，请合并金额。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), ("amount__lt", Decimal("100000000000000"))
                        ),
                        name="reclassified_amount_is_positive_and_below_100_trillion_yuan",
                        violation_error_message="调整金额须大于零、小于 100 万亿元；冲回请删除该条调整。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="reclassification_says_why_in_a_note",
                        violation_error_message="请填写调整说明，说明随正文公开。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "from_source__in",
                                [
                                    "general",
                                    "general_transfer",
                                    "government_fund",
                                    "government_fund_transfer",
                                    "state_capital",
                                    "state_capital_transfer",
                                    "dedicated_account",
                                    "operations",
                                    "superior_subsidy",
                                    "subordinate_remittance",
                                    "business",
                                    "other",
                                    "general_carry_over",
                                    "government_fund_carry_over",
                                    "state_capital_carry_over",
                                    "dedicated_account_carry_over",
                                    "own_carry_over",
                                ],
                            ),
                            (
                                "to_source__in",
                                [
                                    "general",
                                    "general_transfer",
                                    "government_fund",
                                    "government_fund_transfer",
                                    "state_capital",
                                    "state_capital_transfer",
                                    "dedicated_account",
                                    "operations",
                                    "superior_subsidy",
                                    "subordinate_remittance",
                                    "business",
                                    "other",
                                    "general_carry_over",
                                    "government_fund_carry_over",
                                    "state_capital_carry_over",
                                    "dedicated_account_carry_over",
                                    "own_carry_over",
                                ],
                            ),
                        ),
                        name="reclassification_has_known_funding_sources",
                        violation_error_message="资金来源不在规定的十七种之内。",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FITS, FREE),
        migrations.RunSQL(WATCHED, migrations.RunSQL.noop),
    ]
