"""What no row can break alone: publications stay as they are, line items fit their budget."""

from django.db import migrations

IMMUTABLE = """
CREATE FUNCTION disclosures_refuse_change_of_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation',
        MESSAGE = '已公开的版本和文件不能修改或删除；如需更正，请发布新版本。',
        CONSTRAINT = 'publication_is_never_changed';
END $$;

CREATE TRIGGER publication_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_publication
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();

CREATE TRIGGER artefact_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures_artefact
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_change_of_publication();
"""

MUTABLE = """
DROP TRIGGER artefact_is_never_changed ON disclosures_artefact;
DROP TRIGGER publication_is_never_changed ON disclosures_publication;
DROP FUNCTION disclosures_refuse_change_of_publication();
"""

# One look at the catalogue for each statement, however many line items it writes.
CODES_FIT = """
CREATE FUNCTION disclosures_refuse_unfit_codes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unfit record;
BEGIN
    SELECT budget.year, functional.code AS functional, functional.year AS functional_year,
           economic.code AS economic, economic.year AS economic_year
      INTO unfit
      FROM written
      JOIN disclosures_budget AS budget ON budget.id = written.budget_id
      JOIN disclosures_functionalcode AS functional ON functional.id = written.functional_id
      JOIN disclosures_economiccode AS economic ON economic.id = written.economic_id
     WHERE functional.year <> budget.year OR economic.year <> budget.year
        OR length(functional.code) <> 7 OR length(economic.code) <> 5
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format(
                '%s 年的收支明细只能用本年度的项级（7 位）和款级（5 位）科目：'
                || '功能分类 %s（%s 年），部门经济分类 %s（%s 年）。',
                unfit.year, unfit.functional, unfit.functional_year,
                unfit.economic, unfit.economic_year),
            CONSTRAINT = 'line_item_codes_are_of_its_year_and_level';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER line_item_codes_fit_on_insert
    AFTER INSERT ON disclosures_lineitem REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_unfit_codes();

CREATE TRIGGER line_item_codes_fit_on_update
    AFTER UPDATE ON disclosures_lineitem REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse_unfit_codes();

CREATE FUNCTION disclosures_refuse_change_of_used() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_used boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM disclosures_lineitem WHERE %I = $1)', TG_ARGV[0]
    ) INTO is_used USING OLD.id;
    IF is_used THEN
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            MESSAGE = '已有收支明细使用，不能再改年度或编码；请另建并逐条更换。',
            CONSTRAINT = 'what_line_items_rest_on_keeps_its_year_and_code';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER functional_code_in_use_keeps_year_and_code
    BEFORE UPDATE ON disclosures_functionalcode FOR EACH ROW
    WHEN ((OLD.year, OLD.code) IS DISTINCT FROM (NEW.year, NEW.code))
    EXECUTE FUNCTION disclosures_refuse_change_of_used('functional_id');

CREATE TRIGGER economic_code_in_use_keeps_year_and_code
    BEFORE UPDATE ON disclosures_economiccode FOR EACH ROW
    WHEN ((OLD.year, OLD.code) IS DISTINCT FROM (NEW.year, NEW.code))
    EXECUTE FUNCTION disclosures_refuse_change_of_used('economic_id');

CREATE TRIGGER budget_with_line_items_keeps_its_year
    BEFORE UPDATE ON disclosures_budget FOR EACH ROW
    WHEN (OLD.year IS DISTINCT FROM NEW.year)
    EXECUTE FUNCTION disclosures_refuse_change_of_used('budget_id');
"""

CODES_FREE = """
DROP TRIGGER budget_with_line_items_keeps_its_year ON disclosures_budget;
DROP TRIGGER economic_code_in_use_keeps_year_and_code ON disclosures_economiccode;
DROP TRIGGER functional_code_in_use_keeps_year_and_code ON disclosures_functionalcode;
DROP FUNCTION disclosures_refuse_change_of_used();
DROP TRIGGER line_item_codes_fit_on_update ON disclosures_lineitem;
DROP TRIGGER line_item_codes_fit_on_insert ON disclosures_lineitem;
DROP FUNCTION disclosures_refuse_unfit_codes();
"""

# Deferred like Django's own foreign keys: deleting a budget removes both sides in any order.
SAME_PARENT = """
ALTER TABLE disclosures_project
    ADD CONSTRAINT project_is_known_with_its_budget UNIQUE (id, budget_id);
ALTER TABLE disclosures_lineitem
    ADD CONSTRAINT project_of_line_item_is_of_the_same_budget
    FOREIGN KEY (project_id, budget_id) REFERENCES disclosures_project (id, budget_id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE disclosures_unit
    ADD CONSTRAINT unit_is_known_with_its_department UNIQUE (id, department_id);
ALTER TABLE disclosures_disclosure
    ADD CONSTRAINT unit_of_disclosure_is_of_the_same_department
    FOREIGN KEY (unit_id, department_id) REFERENCES disclosures_unit (id, department_id)
    DEFERRABLE INITIALLY DEFERRED;
"""

ANY_PARENT = """
ALTER TABLE disclosures_disclosure DROP CONSTRAINT unit_of_disclosure_is_of_the_same_department;
ALTER TABLE disclosures_unit DROP CONSTRAINT unit_is_known_with_its_department;
ALTER TABLE disclosures_lineitem DROP CONSTRAINT project_of_line_item_is_of_the_same_budget;
ALTER TABLE disclosures_project DROP CONSTRAINT project_is_known_with_its_budget;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial")]

    operations = [
        migrations.RunSQL(IMMUTABLE, MUTABLE),
        migrations.RunSQL(CODES_FIT, CODES_FREE),
        migrations.RunSQL(SAME_PARENT, ANY_PARENT),
    ]
