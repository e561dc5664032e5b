// The same in the engine's own language: its columns go over as Arrow arrays; measured 2.5 times faster than by Cypher.

// name: snapshot_organizations
// params: none
SELECT `id`, `name`, `kind`, `sector`, `location`, `parent`, `attributes`
FROM Organization

// name: snapshot_people
// params: none
SELECT `id`, `name`, `email`, `aliases`, `organization`, `role`, `location`, `topics`, `offers`, `seeks`, `willing`,
  `visibility`, `contact`, `name_in_reports`, `attributes`
FROM Person

// name: snapshot_person_attributes
// params: none
SELECT `person`, `attribute`, `value`, `sensitive`
FROM PersonAttribute

// name: snapshot_communities
// params: none
SELECT `id`, `name`, `started_on`, `ended_on`, `parent`, `capacity`, `field_size`
FROM Community

// name: snapshot_aims
// params: none
SELECT `community`, `name`, `area`, `text`
FROM Aim

// name: snapshot_memberships
// params: none
SELECT `community`, `person`, `organization`, `role`, `status`, `joined_on`, `left_on`
FROM MEMBER_OF

// name: snapshot_engagements
// params: none
SELECT `person`, `community`, `level`, `noted_on`
FROM ENGAGED_IN

// name: snapshot_affiliations
// params: none
SELECT `person`, `organization`, `role`, `started_on`, `ended_on`
FROM AFFILIATED_WITH

// name: snapshot_collaborations
// params: none
SELECT `id`, `title`, `kind`, `started_on`, `ended_on`, `community`, `venue`, `topics`, `part_of`, `grew_out_of`,
  `status`, `outcome`, `focus_area`, `answer`, `answered_by`, `answered_on`, `url`
FROM Collaboration

// name: snapshot_participations
// params: none
SELECT `collaboration`, `person`, `organization`, `role`
FROM TOOK_PART_IN

// name: snapshot_responses
// params: none
SELECT `person`, `wave`, `community`, `survey`, `status`, `answered_on`
FROM Response

// name: snapshot_ties
// params: none
SELECT `from`, `to`, `kind`, `value`, `wave`, `asked_on`, `from_kind`, `to_kind`
FROM NAMES

// name: snapshot_learnings
// params: none
SELECT `community`, `collaboration`, `kind`, `text`, `area`, `by`, `quotable`, `noted_on`
FROM Learning

// name: snapshot_adoptions
// params: none
SELECT `organization`, `approach`, `from_organization`, `from_person`, `from_collaboration`, `adopted_on`, `status`
FROM Adoption

// name: snapshot_intents
// params: none
SELECT `community`, `attribute`, `value`, `share`, `seats`
FROM Intent
