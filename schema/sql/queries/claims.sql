-- Claims out: scanned for the landscape and for comparing editions, found for
-- `why`.

-- name: scan_governs
-- cols: id source rung valid_from valid_to board school
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, board, school
FROM governs;

-- name: origin_governs
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	NULL AS url
FROM governs
WHERE id = :id;

-- name: scan_pupils
-- cols: id source rung valid_from valid_to site low high
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, site, low, high
FROM pupils;

-- name: origin_pupils
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	NULL AS url
FROM pupils
WHERE id = :id;

-- name: scan_uses
-- cols: id source rung valid_from valid_to site product function vendor status share users_low users_high criticality cost since until agreed owner fallback sign_on hosting agreement dpia data biv ai platform exit_plan alternatives links
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, site, product, function,
	vendor, status, share, users_low, users_high, criticality, cost,
	since, until, agreed, owner, fallback, sign_on, hosting, agreement,
	dpia, data, biv, ai, platform, exit_plan, alternatives, links
FROM uses;

-- name: used_nodes
-- cols: id source rung valid_from valid_to product vendor
-- What of a use names are asked about: a third of the time of the whole scan.
SELECT id, source, rung, valid_from, valid_to, product, vendor FROM uses;

-- name: origin_uses
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	NULL AS url
FROM uses
WHERE id = :id;

-- name: scan_fulfils
-- cols: id source rung valid_from valid_to product function
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, product, function
FROM fulfils;

-- name: origin_fulfils
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	NULL AS url
FROM fulfils
WHERE id = :id;

-- name: scan_supplies
-- cols: id source rung valid_from valid_to organisation product role url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, organisation, product, role,
	url
FROM supplies;

-- name: origin_supplies
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM supplies
WHERE id = :id;

-- name: scan_owns
-- cols: id source rung valid_from valid_to parent child percent kind url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, parent, child, percent, kind,
	url
FROM owns;

-- name: origin_owns
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM owns
WHERE id = :id;

-- name: scan_seated_in
-- cols: id source rung valid_from valid_to organisation country url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, organisation, country, url
FROM seated_in;

-- name: origin_seated_in
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM seated_in
WHERE id = :id;

-- name: scan_needs
-- cols: id source rung valid_from valid_to dependent provider carrier necessity n tested grp url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, dependent, provider, carrier,
	necessity, n, tested, grp, url
FROM needs;

-- name: origin_needs
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM needs
WHERE id = :id;

-- name: scan_indicator
-- cols: id source rung valid_from valid_to product low high state indicator url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, product, low, high, state,
	indicator, url
FROM indicator;

-- name: origin_indicator
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM indicator
WHERE id = :id;

-- name: scan_attribute
-- cols: id source rung valid_from valid_to node name value
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, node, name, value
FROM attribute;

-- name: origin_attribute
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	NULL AS url
FROM attribute
WHERE id = :id;

-- name: catalogue_attributes
-- cols: id source rung valid_from valid_to node name value
-- Those that resolve names and describe functions and schools: few among the
-- many that metadata has. The condition is that of their index, word for word.
SELECT
	id, source, rung, valid_from, valid_to, node, name, value
FROM attribute
WHERE rung <> 2 AND (name = 'alias' OR name = 'basic'
	OR name = 'criticality' OR name = 'sector');

-- name: scan_processes
-- cols: id source rung valid_from valid_to product category giver necessity attribute subject purpose url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, product, category, giver,
	necessity, attribute, subject, purpose, url
FROM processes;

-- name: origin_processes
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM processes
WHERE id = :id;

-- name: scan_served_from
-- cols: id source rung valid_from valid_to product host endpoint binding location
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, product, host, endpoint,
	binding, location
FROM served_from;

-- name: origin_served_from
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	NULL AS url
FROM served_from
WHERE id = :id;

-- name: scan_operated_by
-- cols: id source rung valid_from valid_to host organisation url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, host, organisation, url
FROM operated_by;

-- name: origin_operated_by
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM operated_by
WHERE id = :id;

-- name: scan_federated_by
-- cols: id source rung valid_from valid_to product federation authority url
-- Every claim; the loader skips those of sources that do not count.
SELECT
	id, source, rung, valid_from, valid_to, product, federation,
	authority, url
FROM federated_by;

-- name: origin_federated_by
-- cols: source part row col rung valid_from valid_to url
-- Where one claim stands.
SELECT source, part, row, col, rung, valid_from, valid_to,
	url AS url
FROM federated_by
WHERE id = :id;

-- name: claim_governs
-- cols: id source rung valid_from valid_to board school
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, board, school
FROM governs
WHERE id = :id;

-- name: claim_pupils
-- cols: id source rung valid_from valid_to site low high
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, site, low, high
FROM pupils
WHERE id = :id;

-- name: claim_uses
-- cols: id source rung valid_from valid_to site product function vendor status share users_low users_high criticality cost since until agreed owner fallback sign_on hosting agreement dpia data biv ai platform exit_plan alternatives links
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, site, product, function,
	vendor, status, share, users_low, users_high, criticality, cost,
	since, until, agreed, owner, fallback, sign_on, hosting, agreement,
	dpia, data, biv, ai, platform, exit_plan, alternatives, links
FROM uses
WHERE id = :id;

-- name: claim_fulfils
-- cols: id source rung valid_from valid_to product function
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, product, function
FROM fulfils
WHERE id = :id;

-- name: claim_supplies
-- cols: id source rung valid_from valid_to organisation product role url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, organisation, product, role,
	url
FROM supplies
WHERE id = :id;

-- name: claim_owns
-- cols: id source rung valid_from valid_to parent child percent kind url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, parent, child, percent, kind,
	url
FROM owns
WHERE id = :id;

-- name: claim_seated_in
-- cols: id source rung valid_from valid_to organisation country url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, organisation, country, url
FROM seated_in
WHERE id = :id;

-- name: claim_needs
-- cols: id source rung valid_from valid_to dependent provider carrier necessity n tested grp url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, dependent, provider, carrier,
	necessity, n, tested, grp, url
FROM needs
WHERE id = :id;

-- name: claim_indicator
-- cols: id source rung valid_from valid_to product low high state indicator url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, product, low, high, state,
	indicator, url
FROM indicator
WHERE id = :id;

-- name: claim_attribute
-- cols: id source rung valid_from valid_to node name value
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, node, name, value
FROM attribute
WHERE id = :id;

-- name: claim_processes
-- cols: id source rung valid_from valid_to product category giver necessity attribute subject purpose url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, product, category, giver,
	necessity, attribute, subject, purpose, url
FROM processes
WHERE id = :id;

-- name: claim_served_from
-- cols: id source rung valid_from valid_to product host endpoint binding location
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, product, host, endpoint,
	binding, location
FROM served_from
WHERE id = :id;

-- name: claim_operated_by
-- cols: id source rung valid_from valid_to host organisation url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, host, organisation, url
FROM operated_by
WHERE id = :id;

-- name: claim_federated_by
-- cols: id source rung valid_from valid_to product federation authority url
-- All that one claim says.
SELECT
	id, source, rung, valid_from, valid_to, product, federation,
	authority, url
FROM federated_by
WHERE id = :id;
