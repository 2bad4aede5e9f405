import GRDB

/// The tables, by named migrations. A migration that was released is never edited: changes are appended as new ones.
///
/// Tables are singular; times are INTEGER milliseconds since 1970 UTC; bodies are JSON of the Core type named beside them.
enum StoreSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("2026-11-21 first tables") { db in
            for statement in [monitor, inventory, states, incidents, outbox, samples] { try db.execute(sql: statement) }
        }
        migrator.registerMigration("2026-11-21 notes of devices") { db in try db.execute(sql: notes) }
        migrator.registerMigration("2026-11-21 notes, series and requests") { db in try db.execute(sql: people) }
        migrator.registerMigration("2026-11-21 audit chain") { db in
            try db.execute(sql: audit)
            try Store.beginChain(db)
        }
        migrator.registerMigration("2026-11-21 snapshot of the monitor") { db in try db.execute(sql: snapshot) }
        migrator.registerMigration("2026-11-21 notices of owners") { db in try db.execute(sql: notices) }
        migrator.registerMigration("2026-11-21 words of requests") { db in
            try db.execute(
                sql: """
                    ALTER TABLE request ADD COLUMN reason TEXT NOT NULL DEFAULT 'asked';
                    ALTER TABLE request ADD COLUMN detail TEXT NOT NULL DEFAULT '';
                    """)
        }
        migrator.registerMigration("2026-11-21 times of targets") { db in try db.execute(sql: targets) }
        migrator.registerMigration("2026-11-21 answers to requests") { db in
            try db.execute(sql: "ALTER TABLE request ADD COLUMN answered INTEGER")
        }
        return migrator
    }()

    private static let targets = """
        -- When a target is tried next, and how often it was. Mails have theirs in notification: all addresses go in one session.
        ALTER TABLE notification_recipient ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE notification_recipient ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
        UPDATE notification_recipient SET (due, attempts) =
            (SELECT due, attempts FROM notification WHERE id = notification) WHERE state = 'waiting';
        """

    private static let notices = """
        -- Which window a notice of an owner made on which object; part counts the spans of a notice that comes again. The same uid later
        -- changes or ends the window.
        CREATE TABLE maintenance_notice (
            uid TEXT NOT NULL,
            object TEXT NOT NULL,
            part INTEGER NOT NULL,
            window INTEGER NOT NULL REFERENCES maintenance_window (id),
            sequence INTEGER NOT NULL,
            source TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (uid, object, part)
        ) STRICT, WITHOUT ROWID;
        """

    private static let audit = """
        -- Names of people, the only place where the audit has them: a row of it names them by number (p3).
        CREATE TABLE audit_person (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        -- The end of the chain as it was last written: one row.
        CREATE TABLE audit_head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            rows INTEGER NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        -- Over the row and the hash of the row before it.
        ALTER TABLE audit ADD COLUMN hash TEXT;
        """

    private static let snapshot = """
        -- What the monitor knew when it last said so: the one row is MonitorSnapshot as JSON, thrown away where it is old or of another
        -- network.
        CREATE TABLE monitor_snapshot (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        """

    private static let notes = """
        -- The newest note of each kind; body is JSON of the type named at DeviceNote. No reference to device: a device that never
        -- told its inventory has notes too.
        CREATE TABLE device_note (
            device TEXT NOT NULL,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body)),
            PRIMARY KEY (device, kind)
        ) STRICT, WITHOUT ROWID;
        """

    private static let people = """
        -- What people say about an incident: kind says which of it holds now.
        CREATE TABLE incident_note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            incident TEXT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            by TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('note', 'assign', 'cause', 'ticket')),
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX incident_note_by_incident ON incident_note (incident, id);
        -- Planned work that comes again: days and hours on the wall of a zone, until a last moment.
        CREATE TABLE maintenance_series (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            object TEXT NOT NULL,
            days TEXT NOT NULL,
            hours TEXT NOT NULL,
            zone TEXT NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            owner TEXT NOT NULL,
            reason TEXT NOT NULL,
            CHECK (ends > starts)
        ) STRICT;
        -- What people ask of the running monitor; done once it has taken it.
        CREATE TABLE request (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            by TEXT NOT NULL,
            verb TEXT NOT NULL,
            object TEXT NOT NULL,
            done INTEGER
        ) STRICT;
        """

    private static let monitor = """
        -- The monitor's own life: one row, rewritten at each heartbeat.
        CREATE TABLE monitor (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at INTEGER NOT NULL,
            started INTEGER NOT NULL,
            pid INTEGER NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body))
        ) STRICT;
        -- What people and the monitor did, never edited.
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            verb TEXT NOT NULL,
            object TEXT,
            reason TEXT NOT NULL,
            detail TEXT
        ) STRICT;
        -- Events that could not be handled, with the reason.
        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE TABLE finding (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            object TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE INDEX finding_by_object ON finding (object, at);
        """

    private static let inventory = """
        CREATE TABLE device (
            id TEXT PRIMARY KEY,
            address TEXT, sys_name TEXT, sys_descr TEXT, sys_object_id TEXT, sys_location TEXT, sys_contact TEXT, serial TEXT,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, source TEXT NOT NULL,
            CHECK (last_seen >= first_seen)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE interface (
            device TEXT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            if_index INTEGER, descr TEXT, alias TEXT, type INTEGER, mac TEXT, bits_per_second INTEGER,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (device, name), CHECK (last_seen >= first_seen)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE module (
            device TEXT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            entity INTEGER NOT NULL,
            class TEXT, name TEXT, descr TEXT, model TEXT, serial TEXT, contained_in INTEGER,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (device, entity), CHECK (last_seen >= first_seen)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sensor (
            device TEXT NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            oid TEXT NOT NULL,
            class TEXT NOT NULL, unit TEXT NOT NULL, descr TEXT, value REAL, status TEXT,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (device, oid), CHECK (last_seen >= first_seen)
        ) STRICT, WITHOUT ROWID;
        -- No reference to device: passive listening sees neighbours of what is not polled.
        CREATE TABLE neighbour (
            device TEXT NOT NULL,
            local_port TEXT NOT NULL,
            protocol TEXT NOT NULL,
            remote_chassis TEXT NOT NULL,
            remote_port TEXT NOT NULL,
            remote_port_descr TEXT, remote_sys_name TEXT,
            first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (device, local_port, protocol, remote_chassis, remote_port), CHECK (last_seen >= first_seen)
        ) STRICT, WITHOUT ROWID;
        """

    private static let states = """
        CREATE TABLE state (
            object TEXT PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('up', 'down', 'unobserved', 'unknown')),
            since INTEGER NOT NULL,
            incident TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE state_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            object TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('up', 'down', 'unobserved', 'unknown')),
            incident TEXT
        ) STRICT;
        CREATE INDEX state_change_by_object ON state_change (object, at);
        CREATE INDEX state_change_by_time ON state_change (at);
        """

    private static let incidents = """
        -- body is Incident as of its last revision, alert_case is AlertCase; number counts up for ever.
        CREATE TABLE incident (
            id TEXT PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            opened INTEGER NOT NULL,
            closed INTEGER,
            withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
            best TEXT NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body)),
            alert_case TEXT CHECK (alert_case IS NULL OR json_valid(alert_case))
        ) STRICT;
        CREATE INDEX incident_open ON incident (number) WHERE closed IS NULL AND withdrawn = 0;
        CREATE INDEX incident_by_time ON incident (opened, closed);
        CREATE TABLE incident_revision (
            incident TEXT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            at INTEGER NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body)),
            PRIMARY KEY (incident, revision)
        ) STRICT, WITHOUT ROWID;
        -- Each decision about an incident, also the one not to send. body is AlertReason.
        CREATE TABLE alert_decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            incident TEXT,
            object TEXT,
            verdict TEXT NOT NULL CHECK (verdict IN ('notify', 'hold', 'suppress')),
            until INTEGER,
            code TEXT NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body)),
            notification TEXT,
            CHECK ((verdict = 'notify') = (notification IS NOT NULL)),
            CHECK ((verdict = 'hold') = (until IS NOT NULL))
        ) STRICT;
        CREATE INDEX alert_decision_by_incident ON alert_decision (incident, id);
        CREATE INDEX alert_decision_by_object ON alert_decision (object, at);
        CREATE TABLE acknowledgement (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            incident TEXT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            by TEXT NOT NULL,
            reason TEXT NOT NULL,
            until INTEGER,
            CHECK (until IS NULL OR until >= at)
        ) STRICT;
        CREATE INDEX acknowledgement_by_incident ON acknowledgement (incident, id);
        CREATE TABLE maintenance_window (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            object TEXT NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            owner TEXT NOT NULL,
            reason TEXT NOT NULL,
            CHECK (ends > starts)
        ) STRICT;
        CREATE INDEX maintenance_window_by_end ON maintenance_window (ends);
        """

    private static let outbox = """
        -- The outbox. body is AlertNotification, mail the rendered message, the same bytes at each attempt.
        CREATE TABLE notification (
            id TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL UNIQUE,
            incident TEXT,
            kind TEXT NOT NULL,
            urgency TEXT NOT NULL,
            level TEXT NOT NULL,
            priority INTEGER NOT NULL,
            decided INTEGER NOT NULL,
            message_id TEXT NOT NULL UNIQUE,
            body TEXT NOT NULL CHECK (json_valid(body)),
            mail BLOB NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'partly', 'refused', 'expired')),
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            sent INTEGER,
            queue_id TEXT
        ) STRICT;
        CREATE INDEX notification_waiting ON notification (priority, sequence) WHERE state = 'waiting';
        CREATE INDEX notification_by_incident ON notification (incident, sequence);
        CREATE TABLE notification_recipient (
            notification TEXT NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
            address TEXT NOT NULL,
            position INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepted', 'permanent', 'expired')),
            at INTEGER,
            reply TEXT,
            PRIMARY KEY (notification, address)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE notification_attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            notification TEXT NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            relay TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'temporary', 'permanent')),
            reply TEXT NOT NULL,
            uncertain INTEGER NOT NULL DEFAULT 0 CHECK (uncertain IN (0, 1))
        ) STRICT;
        CREATE INDEX notification_attempt_by_notification ON notification_attempt (notification, id);
        """

    private static let samples = """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            object TEXT NOT NULL,
            metric TEXT NOT NULL,
            UNIQUE (object, metric)
        ) STRICT;
        -- Recent values; older ones are to be compacted into blocks.
        CREATE TABLE sample (
            series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (series, at)
        ) STRICT, WITHOUT ROWID;
        """
}
