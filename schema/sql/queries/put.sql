-- Claims in: one statement for each fact of kinds.def.

-- name: put_governs
-- One claim of this kind.
INSERT INTO governs (
	source, part, row, col, rung, valid_from, valid_to, board, school)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :board,
	:school);

-- name: put_pupils
-- One claim of this kind.
INSERT INTO pupils (
	source, part, row, col, rung, valid_from, valid_to, site, low, high)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :site,
	:low, :high);

-- name: put_uses
-- One claim of this kind.
INSERT INTO uses (
	source, part, row, col, rung, valid_from, valid_to, site, product,
	function, vendor, status, share, users_low, users_high, criticality,
	cost, since, until, agreed, owner, fallback, sign_on, hosting,
	agreement, dpia, data, biv, ai, platform, exit_plan, alternatives,
	links)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :site,
	:product, :function, :vendor, :status, :share, :users_low,
	:users_high, :criticality, :cost, :since, :until, :agreed, :owner,
	:fallback, :sign_on, :hosting, :agreement, :dpia, :data, :biv, :ai,
	:platform, :exit_plan, :alternatives, :links);

-- name: put_fulfils
-- One claim of this kind.
INSERT INTO fulfils (
	source, part, row, col, rung, valid_from, valid_to, product, function)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :product,
	:function);

-- name: put_supplies
-- One claim of this kind.
INSERT INTO supplies (
	source, part, row, col, rung, valid_from, valid_to, organisation,
	product, role, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:organisation, :product, :role, :url);

-- name: put_owns
-- One claim of this kind.
INSERT INTO owns (
	source, part, row, col, rung, valid_from, valid_to, parent, child,
	percent, kind, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :parent,
	:child, :percent, :kind, :url);

-- name: put_seated_in
-- One claim of this kind.
INSERT INTO seated_in (
	source, part, row, col, rung, valid_from, valid_to, organisation,
	country, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:organisation, :country, :url);

-- name: put_needs
-- One claim of this kind.
INSERT INTO needs (
	source, part, row, col, rung, valid_from, valid_to, dependent,
	provider, carrier, necessity, n, tested, grp, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to,
	:dependent, :provider, :carrier, :necessity, :n, :tested, :grp, :url);

-- name: put_indicator
-- One claim of this kind.
INSERT INTO indicator (
	source, part, row, col, rung, valid_from, valid_to, product, low,
	high, state, indicator, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :product,
	:low, :high, :state, :indicator, :url);

-- name: put_attribute
-- One claim of this kind.
INSERT INTO attribute (
	source, part, row, col, rung, valid_from, valid_to, node, name, value)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :node,
	:name, :value);

-- name: put_processes
-- One claim of this kind.
INSERT INTO processes (
	source, part, row, col, rung, valid_from, valid_to, product,
	category, giver, necessity, attribute, subject, purpose, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :product,
	:category, :giver, :necessity, :attribute, :subject, :purpose, :url);

-- name: put_served_from
-- One claim of this kind.
INSERT INTO served_from (
	source, part, row, col, rung, valid_from, valid_to, product, host,
	endpoint, binding, location)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :product,
	:host, :endpoint, :binding, :location);

-- name: put_operated_by
-- One claim of this kind.
INSERT INTO operated_by (
	source, part, row, col, rung, valid_from, valid_to, host,
	organisation, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :host,
	:organisation, :url);

-- name: put_federated_by
-- One claim of this kind.
INSERT INTO federated_by (
	source, part, row, col, rung, valid_from, valid_to, product,
	federation, authority, url)
VALUES (
	:source, :part, :row, :col, :rung, :valid_from, :valid_to, :product,
	:federation, :authority, :url);
