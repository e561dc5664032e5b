// Everything analysis needs, in columns, in one statement: a row for each part that has records. collect() drops nulls, so
// absent values travel as the stand-ins that copnet.stores.columns turns back: '' for text, -1 for counts and shares.
// Lists, yes-no and the value of a tie travel as what blank means.

// name: snapshot
// params: none
MATCH (n:Organization)
RETURN 'organizations' AS part, [
  collect(coalesce(n.id, '')), collect(coalesce(n.name, '')), collect(coalesce(n.kind, '')),
  collect(coalesce(n.sector, '')), collect(coalesce(n.location, '')), collect(coalesce(n.parent, '')),
  collect(coalesce(n.attributes, ''))
] AS columns
UNION ALL
MATCH (n:Person)
RETURN 'people' AS part, [
  collect(coalesce(n.id, '')), collect(coalesce(n.name, '')), collect(coalesce(n.email, '')),
  collect(coalesce(n.aliases, [])), collect(coalesce(n.organization, '')), collect(coalesce(n.role, '')),
  collect(coalesce(n.location, '')), collect(coalesce(n.topics, [])),
  collect(coalesce(n.offers, [])), collect(coalesce(n.seeks, [])), collect(coalesce(n.willing, '')),
  collect(coalesce(n.visibility, '')), collect(coalesce(n.contact, '')), collect(coalesce(n.name_in_reports,
  false)), collect(coalesce(n.attributes, ''))
] AS columns
UNION ALL
MATCH (n:PersonAttribute)
RETURN 'person_attributes' AS part, [
  collect(coalesce(n.person, '')), collect(coalesce(n.attribute, '')), collect(coalesce(n.value, '')),
  collect(coalesce(n.sensitive, true))
] AS columns
UNION ALL
MATCH (n:Community)
RETURN 'communities' AS part, [
  collect(coalesce(n.id, '')), collect(coalesce(n.name, '')), collect(coalesce(n.started_on, '')),
  collect(coalesce(n.ended_on, '')), collect(coalesce(n.parent, '')), collect(coalesce(n.capacity, -1)),
  collect(coalesce(n.field_size, -1))
] AS columns
UNION ALL
MATCH (n:Aim)
RETURN 'aims' AS part, [
  collect(coalesce(n.community, '')), collect(coalesce(n.name, '')), collect(coalesce(n.area, '')),
  collect(coalesce(n.text, ''))
] AS columns
UNION ALL
MATCH ()-[r:MEMBER_OF]->()
RETURN 'memberships' AS part, [
  collect(coalesce(r.community, '')), collect(coalesce(r.person, '')), collect(coalesce(r.organization, '')),
  collect(coalesce(r.role, '')), collect(coalesce(r.status, '')), collect(coalesce(r.joined_on, '')),
  collect(coalesce(r.left_on, ''))
] AS columns
UNION ALL
MATCH ()-[r:ENGAGED_IN]->()
RETURN 'engagements' AS part, [
  collect(coalesce(r.person, '')), collect(coalesce(r.community, '')), collect(coalesce(r.level, '')),
  collect(coalesce(r.noted_on, ''))
] AS columns
UNION ALL
MATCH ()-[r:AFFILIATED_WITH]->()
RETURN 'affiliations' AS part, [
  collect(coalesce(r.person, '')), collect(coalesce(r.organization, '')), collect(coalesce(r.role, '')),
  collect(coalesce(r.started_on, '')), collect(coalesce(r.ended_on, ''))
] AS columns
UNION ALL
MATCH (n:Collaboration)
RETURN 'collaborations' AS part, [
  collect(coalesce(n.id, '')), collect(coalesce(n.title, '')), collect(coalesce(n.kind, '')),
  collect(coalesce(n.started_on, '')), collect(coalesce(n.ended_on, '')), collect(coalesce(n.community, '')),
  collect(coalesce(n.venue, '')), collect(coalesce(n.topics, [])), collect(coalesce(n.part_of, '')),
  collect(coalesce(n.grew_out_of, [])), collect(coalesce(n.status, '')), collect(coalesce(n.outcome, '')),
  collect(coalesce(n.focus_area, '')), collect(coalesce(n.answer, '')), collect(coalesce(n.answered_by, '')),
  collect(coalesce(n.answered_on, '')), collect(coalesce(n.url, ''))
] AS columns
UNION ALL
MATCH ()-[r:TOOK_PART_IN]->()
RETURN 'participations' AS part, [
  collect(coalesce(r.collaboration, '')), collect(coalesce(r.person, '')), collect(coalesce(r.organization,
  '')), collect(coalesce(r.role, ''))
] AS columns
UNION ALL
MATCH (n:Response)
RETURN 'responses' AS part, [
  collect(coalesce(n.person, '')), collect(coalesce(n.wave, '')), collect(coalesce(n.community, '')),
  collect(coalesce(n.survey, '')), collect(coalesce(n.status, '')), collect(coalesce(n.answered_on, ''))
] AS columns
UNION ALL
MATCH ()-[r:NAMES]->()
RETURN 'ties' AS part, [
  collect(coalesce(r.`from`, '')), collect(coalesce(r.to, '')), collect(coalesce(r.kind, '')),
  collect(coalesce(r.value, 1.0)), collect(coalesce(r.wave, '')), collect(coalesce(r.asked_on, '')),
  collect(coalesce(r.from_kind, '')), collect(coalesce(r.to_kind, ''))
] AS columns
UNION ALL
MATCH (n:Learning)
RETURN 'learnings' AS part, [
  collect(coalesce(n.community, '')), collect(coalesce(n.collaboration, '')), collect(coalesce(n.kind, '')),
  collect(coalesce(n.text, '')), collect(coalesce(n.area, '')), collect(coalesce(n.`by`, '')),
  collect(coalesce(n.quotable, false)), collect(coalesce(n.noted_on, ''))
] AS columns
UNION ALL
MATCH (n:Adoption)
RETURN 'adoptions' AS part, [
  collect(coalesce(n.organization, '')), collect(coalesce(n.approach, '')),
  collect(coalesce(n.from_organization, '')), collect(coalesce(n.from_person, '')),
  collect(coalesce(n.from_collaboration, '')), collect(coalesce(n.adopted_on, '')), collect(coalesce(n.status,
  ''))
] AS columns
UNION ALL
MATCH (n:Intent)
RETURN 'intents' AS part, [
  collect(coalesce(n.community, '')), collect(coalesce(n.attribute, '')), collect(coalesce(n.value, '')),
  collect(coalesce(n.share, -1.0)), collect(coalesce(n.seats, -1))
] AS columns
