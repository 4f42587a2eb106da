-- Invitations to connect of each account, of both directions, and what became of them. At most one of a direction is open
-- between an account and a person. network_key is the network's id of it, where it has one and it is known; send_id the send
-- that made it. tie tells apart what was sent at the same instant; seen_at is when the network last showed it.
CREATE TABLE invitation (
    workspace_id  BYTEA NOT NULL,
    invitation_id BYTEA NOT NULL,
    account_id    BYTEA NOT NULL,
    person_id     BYTEA NOT NULL,
    direction     TEXT NOT NULL,
    state         TEXT NOT NULL,
    network_key   TEXT,
    note          TEXT,
    send_id       BYTEA,
    sent_at       BIGINT NOT NULL,
    tie           BIGINT NOT NULL,
    ended_at      BIGINT,
    seen_at       BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, invitation_id)
);
CREATE UNIQUE INDEX invitation_key ON invitation (workspace_id, account_id, network_key) WHERE network_key IS NOT NULL;
CREATE UNIQUE INDEX invitation_open ON invitation (workspace_id, account_id, person_id, direction)
 WHERE state = 'pending';
CREATE INDEX invitation_all ON invitation (workspace_id, sent_at, tie);
CREATE INDEX invitation_state ON invitation (workspace_id, direction, state, sent_at, tie);
CREATE INDEX invitation_account ON invitation (workspace_id, account_id, sent_at, tie);
CREATE INDEX invitation_account_state ON invitation (workspace_id, account_id, direction, state, sent_at, tie);
CREATE INDEX invitation_person ON invitation (workspace_id, person_id, sent_at, tie);
-- What is older than a workspace keeps.
CREATE INDEX invitation_ended ON invitation (workspace_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX invitation_noted ON invitation (workspace_id, sent_at) WHERE note IS NOT NULL;

-- Those that were known to be open.
INSERT INTO invitation (workspace_id, invitation_id, account_id, person_id, direction, state, sent_at, tie, seen_at, updated_at)
SELECT workspace_id, uuid_send(gen_random_uuid()), account_id, person_id,
       CASE status WHEN 'INVITATION_SENT' THEN 'outgoing' ELSE 'incoming' END, 'pending',
       checked_at, floor(random() * 9e15)::bigint, checked_at, checked_at
  FROM relation WHERE status IN ('INVITATION_SENT', 'INVITATION_RECEIVED');
