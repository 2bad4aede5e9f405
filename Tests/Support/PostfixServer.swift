import Foundation

/// Debian's postfix as a relay on 127.0.0.1 with its own queue, certificate and users; stopped with this value. Needs root.
package final class PostfixServer: Sendable {
    /// What it lacks or refuses.
    package enum Trait: String, Sendable, CaseIterable {
        /// Whole: STARTTLS, AUTH, 8BITMIME, SMTPUTF8.
        case whole
        case without8BitMIME, withoutSMTPUTF8, withoutStartTLS, wrongCertificate
        /// Takes no mail above 4000 bytes (552).
        case small

        fileprivate var settings: String {
            switch self {
            case .whole, .wrongCertificate: ""
            case .without8BitMIME: "smtpd_discard_ehlo_keywords = 8bitmime, smtputf8\n"
            case .withoutSMTPUTF8: "smtpd_discard_ehlo_keywords = smtputf8\nsmtputf8_enable = no\n"
            case .withoutStartTLS: "smtpd_discard_ehlo_keywords = starttls\n"
            case .small: "message_size_limit = 4000\n"
            }
        }
    }

    package let port: Int
    package let caFile: String
    package let user = "fw"
    package let password = "hunter2"
    private let folder: TemporaryFolder

    /// Why there can be no such server here; nil where there can.
    package static let obstacle: String? = {
        if getuid() != 0 { return "postfix of the tests needs root" }
        for name in ["postfix", "saslpasswd2", "openssl"] where Program.path(name) == nil {
            return "the relay of the tests needs \(name) (Debian's postfix and sasl2-bin)"
        }
        return nil
    }()

    struct NotStarted: Error, CustomStringConvertible { let description: String }

    package init(_ trait: Trait = .whole) throws {
        folder = try TemporaryFolder()
        port = try Self.freePort()
        caFile = folder.path("cert.pem")
        let name = trait == .wrongCertificate ? "DNS:other.example" : "IP:127.0.0.1"
        let level = trait == .withoutStartTLS ? "may" : "encrypt"
        let result = try Program.run(
            ["bash", "-c", Self.script, "postfix-test", folder.url.path, "\(port)", name, level, trait.settings, password],
            seconds: 30)
        guard result.status == 0 else { throw NotStarted(description: "postfix did not start: \(result.output)\(result.errors)") }
    }

    deinit { _ = try? Program.run(["postfix", "-c", folder.url.path, "stop"]) }

    /// Mails as they were delivered, in order of arrival, after at most `seconds`.
    package func mails(_ count: Int, seconds: Double = 10) -> [String] {
        let box = folder.path("mail/all/new")
        let names = { ((try? FileManager.default.contentsOfDirectory(atPath: box)) ?? []).sorted() }
        _ = Wait.until(seconds: seconds, every: 0.05) { names().count >= count }
        return names().compactMap { try? String(contentsOfFile: box + "/" + $0, encoding: .utf8) }
    }

    /// What it logged: which commands came in clear is seen here.
    package var log: String { (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? "" }

    private static func freePort() throws -> Int {
        let server = try ScriptedSMTPServer()
        server.stop()
        return server.port
    }

    private static let script = #"""
        set -e
        D=$1; PORT=$2
        mkdir -p $D/spool/pid $D/data $D/mail $D/sasl; chmod 755 $D; chown postfix $D/data; chown nobody:nogroup $D/mail
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=relay \
          -addext subjectAltName=$3 -keyout $D/key.pem -out $D/cert.pem 2>/dev/null
        printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: %s\n' $D/sasl/sasldb2 > $D/sasl/smtpd.conf
        printf %s "$6" | saslpasswd2 -p -c -f $D/sasl/sasldb2 -u relay.test fw
        chown postfix $D/sasl/sasldb2
        cat > $D/main.cf <<END
        compatibility_level = 3.6
        queue_directory = $D/spool
        data_directory = $D/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = relay.test
        inet_interfaces = 127.0.0.1
        mydestination =
        virtual_mailbox_domains = noc.example network.example
        virtual_mailbox_base = $D/mail
        virtual_mailbox_maps = static:all/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        virtual_minimum_uid = 1
        maillog_file = $D/log
        maillog_file_prefixes = /var, /tmp
        smtpd_tls_cert_file = $D/cert.pem
        smtpd_tls_key_file = $D/key.pem
        smtpd_tls_security_level = $4
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_path = smtpd
        cyrus_sasl_config_path = $D/sasl
        smtpd_sasl_local_domain = relay.test
        smtpd_tls_auth_only = yes
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        smtpd_peername_lookup = no
        disable_dns_lookups = yes
        $5
        END
        cat > $D/master.cf <<END
        127.0.0.1:$PORT inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        proxymap unix - - n - - proxymap
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        virtual unix - n n - - virtual
        error unix - - n - - error
        retry unix - - n - - error
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        END
        postfix -c $D start >/dev/null 2>&1
        """#
}
