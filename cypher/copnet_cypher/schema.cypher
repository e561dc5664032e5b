// What makes records one, by schema version. A new version gets a new number; an old one is never changed.

// name: schema_0001_organizations_key
// params: none
CREATE CONSTRAINT organizations_key IF NOT EXISTS FOR (n:Organization) REQUIRE n.key IS UNIQUE

// name: schema_0001_people_key
// params: none
CREATE CONSTRAINT people_key IF NOT EXISTS FOR (n:Person) REQUIRE n.key IS UNIQUE

// name: schema_0001_person_attributes_key
// params: none
CREATE CONSTRAINT person_attributes_key IF NOT EXISTS FOR (n:PersonAttribute) REQUIRE n.key IS UNIQUE

// name: schema_0001_communities_key
// params: none
CREATE CONSTRAINT communities_key IF NOT EXISTS FOR (n:Community) REQUIRE n.key IS UNIQUE

// name: schema_0001_aims_key
// params: none
CREATE CONSTRAINT aims_key IF NOT EXISTS FOR (n:Aim) REQUIRE n.key IS UNIQUE

// name: schema_0001_memberships_key
// params: none
CREATE CONSTRAINT memberships_key IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() REQUIRE r.key IS UNIQUE

// name: schema_0001_engagements_key
// params: none
CREATE CONSTRAINT engagements_key IF NOT EXISTS FOR ()-[r:ENGAGED_IN]-() REQUIRE r.key IS UNIQUE

// name: schema_0001_affiliations_key
// params: none
CREATE CONSTRAINT affiliations_key IF NOT EXISTS FOR ()-[r:AFFILIATED_WITH]-() REQUIRE r.key IS UNIQUE

// name: schema_0001_collaborations_key
// params: none
CREATE CONSTRAINT collaborations_key IF NOT EXISTS FOR (n:Collaboration) REQUIRE n.key IS UNIQUE

// name: schema_0001_participations_key
// params: none
CREATE CONSTRAINT participations_key IF NOT EXISTS FOR ()-[r:TOOK_PART_IN]-() REQUIRE r.key IS UNIQUE

// name: schema_0001_responses_key
// params: none
CREATE CONSTRAINT responses_key IF NOT EXISTS FOR (n:Response) REQUIRE n.key IS UNIQUE

// name: schema_0001_ties_key
// params: none
CREATE CONSTRAINT ties_key IF NOT EXISTS FOR ()-[r:NAMES]-() REQUIRE r.key IS UNIQUE

// name: schema_0001_learnings_key
// params: none
CREATE CONSTRAINT learnings_key IF NOT EXISTS FOR (n:Learning) REQUIRE n.key IS UNIQUE

// name: schema_0001_adoptions_key
// params: none
CREATE CONSTRAINT adoptions_key IF NOT EXISTS FOR (n:Adoption) REQUIRE n.key IS UNIQUE

// name: schema_0001_intents_key
// params: none
CREATE CONSTRAINT intents_key IF NOT EXISTS FOR (n:Intent) REQUIRE n.key IS UNIQUE

// name: schema_0001_gate_key
// params: none
CREATE CONSTRAINT gate_key IF NOT EXISTS FOR (n:Gate) REQUIRE n.key IS UNIQUE

// name: schema_0001_migration_key
// params: none
CREATE CONSTRAINT migration_key IF NOT EXISTS FOR (n:Migration) REQUIRE n.key IS UNIQUE

// name: schema_0002_decisions_key
// params: none
CREATE CONSTRAINT decisions_key IF NOT EXISTS FOR (n:Decision) REQUIRE n.key IS UNIQUE

// name: schema_0002_merges_key
// params: none
CREATE CONSTRAINT merges_key IF NOT EXISTS FOR (n:Merging) REQUIRE n.key IS UNIQUE

// name: schema_0002_merged_rows_key
// params: none
CREATE CONSTRAINT merged_rows_key IF NOT EXISTS FOR (n:MergedRow) REQUIRE n.key IS UNIQUE

// name: schema_0003_head
// params: none
MERGE (g:Gate {key: 'gate'})
SET g.head = coalesce(g.head, 0)

// name: schema_0004_formers_key
// params: none
CREATE CONSTRAINT formers_key IF NOT EXISTS FOR (n:Former) REQUIRE n.key IS UNIQUE
