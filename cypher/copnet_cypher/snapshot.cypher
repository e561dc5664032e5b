// Everything analysis needs: a list for each column of each table. All are read in one transaction.
// Lists instead of rows are fewer and larger messages: measured, a fortieth of the driver's work on Neo4j.

// name: snapshot_organizations
// params: none
MATCH (n:Organization)
WITH collect(n) AS found
RETURN [n IN found | n.id] AS id, [n IN found | n.name] AS name, [n IN found | n.kind] AS kind,
  [n IN found | n.sector] AS sector, [n IN found | n.location] AS location, [n IN found | n.parent] AS parent,
  [n IN found | n.attributes] AS attributes

// name: snapshot_people
// params: none
MATCH (n:Person)
WITH collect(n) AS found
RETURN [n IN found | n.id] AS id, [n IN found | n.name] AS name, [n IN found | n.email] AS email,
  [n IN found | n.aliases] AS aliases,
  [n IN found | n.organization] AS organization, [n IN found | n.role] AS role, [n IN found | n.location] AS location,
  [n IN found | n.topics] AS topics, [n IN found | n.offers] AS offers, [n IN found | n.seeks] AS seeks,
  [n IN found | n.willing] AS willing, [n IN found | n.visibility] AS visibility, [n IN found | n.contact] AS contact,
  [n IN found | n.name_in_reports] AS name_in_reports, [n IN found | n.attributes] AS attributes

// name: snapshot_person_attributes
// params: none
MATCH (n:PersonAttribute)
WITH collect(n) AS found
RETURN [n IN found | n.person] AS person, [n IN found | n.attribute] AS attribute, [n IN found | n.value] AS value,
  [n IN found | n.sensitive] AS sensitive

// name: snapshot_communities
// params: none
MATCH (n:Community)
WITH collect(n) AS found
RETURN [n IN found | n.id] AS id, [n IN found | n.name] AS name, [n IN found | n.started_on] AS started_on,
  [n IN found | n.ended_on] AS ended_on, [n IN found | n.parent] AS parent, [n IN found | n.capacity] AS capacity,
  [n IN found | n.field_size] AS field_size

// name: snapshot_aims
// params: none
MATCH (n:Aim)
WITH collect(n) AS found
RETURN [n IN found | n.community] AS community, [n IN found | n.name] AS name, [n IN found | n.area] AS area,
  [n IN found | n.text] AS text

// name: snapshot_memberships
// params: none
MATCH ()-[r:MEMBER_OF]->()
WITH collect(r) AS found
RETURN [r IN found | r.community] AS community, [r IN found | r.person] AS person,
  [r IN found | r.organization] AS organization, [r IN found | r.role] AS role, [r IN found | r.status] AS status,
  [r IN found | r.joined_on] AS joined_on, [r IN found | r.left_on] AS left_on

// name: snapshot_engagements
// params: none
MATCH ()-[r:ENGAGED_IN]->()
WITH collect(r) AS found
RETURN [r IN found | r.person] AS person, [r IN found | r.community] AS community, [r IN found | r.level] AS level,
  [r IN found | r.noted_on] AS noted_on

// name: snapshot_affiliations
// params: none
MATCH ()-[r:AFFILIATED_WITH]->()
WITH collect(r) AS found
RETURN [r IN found | r.person] AS person, [r IN found | r.organization] AS organization,
  [r IN found | r.role] AS role, [r IN found | r.started_on] AS started_on, [r IN found | r.ended_on] AS ended_on

// name: snapshot_collaborations
// params: none
MATCH (n:Collaboration)
WITH collect(n) AS found
RETURN [n IN found | n.id] AS id, [n IN found | n.title] AS title, [n IN found | n.kind] AS kind,
  [n IN found | n.started_on] AS started_on, [n IN found | n.ended_on] AS ended_on,
  [n IN found | n.community] AS community, [n IN found | n.venue] AS venue, [n IN found | n.topics] AS topics,
  [n IN found | n.part_of] AS part_of, [n IN found | n.grew_out_of] AS grew_out_of, [n IN found | n.status] AS status,
  [n IN found | n.outcome] AS outcome, [n IN found | n.focus_area] AS focus_area, [n IN found | n.answer] AS answer,
  [n IN found | n.answered_by] AS answered_by, [n IN found | n.answered_on] AS answered_on,
  [n IN found | n.url] AS url

// name: snapshot_participations
// params: none
MATCH ()-[r:TOOK_PART_IN]->()
WITH collect(r) AS found
RETURN [r IN found | r.collaboration] AS collaboration, [r IN found | r.person] AS person,
  [r IN found | r.organization] AS organization, [r IN found | r.role] AS role

// name: snapshot_responses
// params: none
MATCH (n:Response)
WITH collect(n) AS found
RETURN [n IN found | n.person] AS person, [n IN found | n.wave] AS wave, [n IN found | n.community] AS community,
  [n IN found | n.survey] AS survey, [n IN found | n.status] AS status, [n IN found | n.answered_on] AS answered_on

// name: snapshot_ties
// params: none
MATCH ()-[r:NAMES]->()
WITH collect(r) AS found
RETURN [r IN found | r.`from`] AS `from`, [r IN found | r.to] AS to, [r IN found | r.kind] AS kind,
  [r IN found | r.value] AS value, [r IN found | r.wave] AS wave, [r IN found | r.asked_on] AS asked_on,
  [r IN found | r.from_kind] AS from_kind, [r IN found | r.to_kind] AS to_kind

// name: snapshot_learnings
// params: none
MATCH (n:Learning)
WITH collect(n) AS found
RETURN [n IN found | n.community] AS community, [n IN found | n.collaboration] AS collaboration,
  [n IN found | n.kind] AS kind, [n IN found | n.text] AS text, [n IN found | n.area] AS area,
  [n IN found | n.`by`] AS `by`, [n IN found | n.quotable] AS quotable, [n IN found | n.noted_on] AS noted_on

// name: snapshot_adoptions
// params: none
MATCH (n:Adoption)
WITH collect(n) AS found
RETURN [n IN found | n.organization] AS organization, [n IN found | n.approach] AS approach,
  [n IN found | n.from_organization] AS from_organization, [n IN found | n.from_person] AS from_person,
  [n IN found | n.from_collaboration] AS from_collaboration, [n IN found | n.adopted_on] AS adopted_on,
  [n IN found | n.status] AS status

// name: snapshot_intents
// params: none
MATCH (n:Intent)
WITH collect(n) AS found
RETURN [n IN found | n.community] AS community, [n IN found | n.attribute] AS attribute,
  [n IN found | n.value] AS value, [n IN found | n.share] AS share, [n IN found | n.seats] AS seats
