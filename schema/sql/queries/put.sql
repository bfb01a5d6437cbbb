-- Claims in: one statement for each fact of kinds.def. They are run for many
-- rows as well, which is why every column is there, in the order of the table,
-- and why they say OR FAIL: an import that fails is rolled back as a whole.

-- name: put_governs
-- One claim of this kind.
INSERT OR FAIL INTO governs (
	id, source, part, row, col, rung, valid_from, valid_to, board, school)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to, :board,
	:school);

-- name: put_pupils
-- One claim of this kind.
INSERT OR FAIL INTO pupils (
	id, source, part, row, col, rung, valid_from, valid_to, site, low, high)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to, :site,
	:low, :high);

-- name: put_uses
-- One claim of this kind.
INSERT OR FAIL INTO uses (
	id, source, part, row, col, rung, valid_from, valid_to, site, product,
	function, vendor, status, share, users_low, users_high, criticality,
	cost, since, until, agreed, owner, fallback, sign_on, hosting,
	agreement, dpia, data, biv, ai, platform, exit_plan, alternatives,
	links)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to, :site,
	:product, :function, :vendor, :status, :share, :users_low,
	:users_high, :criticality, :cost, :since, :until, :agreed, :owner,
	:fallback, :sign_on, :hosting, :agreement, :dpia, :data, :biv, :ai,
	:platform, :exit_plan, :alternatives, :links);

-- name: put_fulfils
-- One claim of this kind.
INSERT OR FAIL INTO fulfils (
	id, source, part, row, col, rung, valid_from, valid_to, product,
	function)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:product, :function);

-- name: put_supplies
-- One claim of this kind.
INSERT OR FAIL INTO supplies (
	id, source, part, row, col, rung, valid_from, valid_to, organisation,
	product, role, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:organisation, :product, :role, :url);

-- name: put_owns
-- One claim of this kind.
INSERT OR FAIL INTO owns (
	id, source, part, row, col, rung, valid_from, valid_to, parent, child,
	percent, kind, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:parent, :child, :percent, :kind, :url);

-- name: put_seated_in
-- One claim of this kind.
INSERT OR FAIL INTO seated_in (
	id, source, part, row, col, rung, valid_from, valid_to, organisation,
	country, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:organisation, :country, :url);

-- name: put_needs
-- One claim of this kind.
INSERT OR FAIL INTO needs (
	id, source, part, row, col, rung, valid_from, valid_to, dependent,
	provider, carrier, necessity, n, tested, grp, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:dependent, :provider, :carrier, :necessity, :n, :tested, :grp, :url);

-- name: put_indicator
-- One claim of this kind.
INSERT OR FAIL INTO indicator (
	id, source, part, row, col, rung, valid_from, valid_to, product, low,
	high, state, indicator, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:product, :low, :high, :state, :indicator, :url);

-- name: put_attribute
-- One claim of this kind.
INSERT OR FAIL INTO attribute (
	id, source, part, row, col, rung, valid_from, valid_to, node, name,
	value)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to, :node,
	:name, :value);

-- name: put_processes
-- One claim of this kind.
INSERT OR FAIL INTO processes (
	id, source, part, row, col, rung, valid_from, valid_to, product,
	category, giver, necessity, attribute, subject, purpose, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:product, :category, :giver, :necessity, :attribute, :subject,
	:purpose, :url);

-- name: put_served_from
-- One claim of this kind.
INSERT OR FAIL INTO served_from (
	id, source, part, row, col, rung, valid_from, valid_to, product, host,
	endpoint, binding, location)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:product, :host, :endpoint, :binding, :location);

-- name: put_operated_by
-- One claim of this kind.
INSERT OR FAIL INTO operated_by (
	id, source, part, row, col, rung, valid_from, valid_to, host,
	organisation, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to, :host,
	:organisation, :url);

-- name: put_federated_by
-- One claim of this kind.
INSERT OR FAIL INTO federated_by (
	id, source, part, row, col, rung, valid_from, valid_to, product,
	federation, authority, url)
VALUES (
	NULL, :source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:product, :federation, :authority, :url);
