import Foundation
import Testing

/// A mail as two parsers that are not ours read it: Python's `email` and Perl's Email::MIME.
package struct ParsedMail: Decodable, Sendable {
    /// Names and values, unfolded and decoded.
    package var headers: [[String]]
    package var subject: String
    package var to: [String]
    /// What the parser found wrong; always empty from Perl, which says nothing.
    package var defects: [String]
    package var parts: [String]
    package var text: String
    package var html: String
    /// Bytes of the longest line.
    package var longest: Int

    package func header(_ name: String) -> String? { headers.first { $0[0] == name }?[1] }

    /// Read by Python, and compared with what Perl reads where Email::MIME is installed.
    package static func read(_ mail: [UInt8], sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> ParsedMail {
        let seen = try read(mail, ["/usr/bin/python3", "-c", python])
        guard hasPerl else {
            _ = sayOnce
            return seen
        }
        let other = try read(mail, ["perl", "-e", perl])
        #expect(seen.headers.map { $0[0] } == other.headers.map { $0[0] }, sourceLocation: sourceLocation)
        #expect(seen.subject == other.subject && seen.to == other.to, sourceLocation: sourceLocation)
        #expect(seen.parts == other.parts && seen.text == other.text && seen.html == other.html, sourceLocation: sourceLocation)
        return seen
    }

    /// Printed once a run: without it a mail that only Perl reads wrongly would pass unseen.
    private static let sayOnce: Void = print(
        "SKIPPED: no mail is read by the second parser, for Perl's Email::MIME is missing; install libemail-mime-perl")

    package static let hasPerl = (try? Program.run(["perl", "-MEmail::MIME", "-MJSON::PP", "-e", "1"]))?.status == 0

    private static func read(_ mail: [UInt8], _ command: [String]) throws -> ParsedMail {
        let result = try Program.run(command, input: String(decoding: mail, as: UTF8.self))
        #expect(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode(ParsedMail.self, from: Data(result.output.utf8))
    }

    private static let python = """
        import sys, json, email, email.policy
        raw = sys.stdin.buffer.read()
        m = email.message_from_bytes(raw, policy=email.policy.default)
        parts = list(m.walk())
        defects = [repr(d) for p in parts for d in p.defects] + [repr(d) for _, v in m.items() for d in getattr(v, 'defects', [])]
        body = lambda kind: (m.get_body((kind,)).get_content() if m.get_body((kind,)) else '').replace('\\r\\n', '\\n')
        print(json.dumps(dict(headers=[[k, str(v)] for k, v in m.items()], subject=str(m['subject']),
            to=[a.addr_spec for a in m['to'].addresses], defects=defects, parts=[p.get_content_type() for p in parts],
            text=body('plain'), html=body('html'), longest=max(len(l) for l in raw.split(b'\\r\\n')))))
        """

    private static let perl = #"""
        use Email::MIME; use JSON::PP; use Email::Address::XS;
        binmode STDIN; local $/; my $raw = <STDIN>; my $m = Email::MIME->new($raw);
        my (@parts, %body);
        $m->walk_parts(sub { my $p = shift; my $t = $p->content_type; $t =~ s/;.*//s; push @parts, $t;
          if (!$p->subparts) { my $b = $p->body_str; $b =~ s/\r\n/\n/g; $body{$t} //= $b } });
        my @pairs = $m->header_str_pairs; my @headers;
        while (@pairs) { my ($k, $v) = splice @pairs, 0, 2; push @headers, ["$k", "$v"] }
        my $longest = 0; for (split /\r\n/, $raw) { $longest = length if length > $longest }
        print JSON::PP->new->ascii->encode({ headers => \@headers, subject => scalar $m->header_str('Subject'),
          to => [map { $_->address } Email::Address::XS->parse($m->header_raw('To'))], defects => [], parts => \@parts,
          text => $body{'text/plain'} // '', html => $body{'text/html'} // '', longest => $longest });
        """#
}
