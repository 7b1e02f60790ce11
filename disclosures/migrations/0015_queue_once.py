"""An entry that has its place in the chain does not queue for one again.

Where constraints are checked before the commit, the first entry of a transaction gives all of them
their places; each of the others then searched the whole transaction once more, for nothing.
"""

from django.db import migrations

WITHOUT_A_PLACE = """
CREATE OR REPLACE FUNCTION disclosures_log_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM disclosures_auditlink WHERE entry_id = NEW.id) THEN
        INSERT INTO disclosures_auditqueue VALUES (NEW.transaction) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
"""

EVERY = """
CREATE OR REPLACE FUNCTION disclosures_log_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO disclosures_auditqueue VALUES (NEW.transaction) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """Replaces the function that queues entries."""

    dependencies = [("disclosures", "0014_current_versions")]

    operations = [migrations.RunSQL(WITHOUT_A_PLACE, EVERY)]
