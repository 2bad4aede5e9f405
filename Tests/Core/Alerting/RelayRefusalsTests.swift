import Alerting
import Testing

@Suite struct RelayRefusalsTests {
    private static func answer(_ relay: String, _ replies: String...) -> RelayAnswer {
        let names = ["ana@x", "boris@x", "vera@x"]
        let recipients = zip(names, replies).map { name, reply in
            let verdict: RelayAnswer.Verdict =
                reply.hasPrefix("2") ? .accepted : reply.hasPrefix("4") || reply.contains(" 5.7.") ? .temporary : .permanent
            return RelayAnswer.Recipient(address: name, verdict: verdict, reply: reply)
        }
        return RelayAnswer(relay: relay, recipients: recipients, reply: replies.last ?? "")
    }

    @Test(arguments: [
        ("550 5.1.1 no such user", true), ("550 5.1.10 null MX", true), ("550 5.2.1 disabled", true),
        ("550 user unknown", true), ("550 Requested action not taken: mailbox unavailable", true),
        ("550 No such user here", true), ("553 invalid recipient", true), ("552 5.2.2 mailbox full", true),
        // About the sender, the size, the relay, or nothing.
        ("553 5.1.8 sender domain not found", false), ("552 5.2.3 too long", false), ("554 5.7.1 access denied", false),
        ("550 relay not permitted", false), ("550 unknown user: relaying denied", false), ("550", false), ("550 no", false),
        ("554 no such user", false), ("450 user unknown", false), ("250 ok", false),
    ])
    func `a refusal names the mailbox by its code, or else by its words`(reply: String, names: Bool) {
        #expect(Self.answer("a", reply).recipients[0].namesMailbox == names)
    }

    @Test func `with one relay a refusal is final where it names the mailbox or others are taken`() {
        for (replies, verdicts) in [
            (["550 5.1.1 no", "550 refused"], [RelayAnswer.Verdict.permanent, .temporary]),
            (["250 ok", "550 refused"], [.accepted, .permanent]), (["250 ok", "554 5.7.1 blocked"], [.accepted, .temporary]),
            (["450 later", "550 refused"], [.temporary, .temporary]),
        ] {
            var refusals = RelayRefusals(of: ["a"])
            #expect(refusals.judged(Self.answer("a", replies[0], replies[1])).recipients.map(\.verdict) == verdicts, "\(replies)")
        }
    }

    @Test func `with two relays a refusal of the first is never final, and of the second only with that of the first`() {
        var refusals = RelayRefusals(of: ["a", "b"])
        #expect(
            refusals.judged(Self.answer("a", "550 5.1.1 no", "550 not ours", "250 ok")).recipients.map(\.verdict) == [
                .temporary, .temporary, .accepted,
            ])
        #expect(refusals.isOpen("ana@x") && refusals.isOpen("boris@x") && !refusals.isOpen("vera@x"))
        #expect(
            refusals.judged(Self.answer("b", "450 later", "550 not ours")).recipients.map(\.verdict) == [.temporary, .permanent])
        #expect(refusals.isSuspect("ana@x") && refusals.isOpen("ana@x") && !refusals.isOpen("boris@x"))
    }

    @Test func `a relay that took the mail for others before counts as one that takes it`() {
        var refusals = RelayRefusals(of: ["a"], taking: ["a"])
        #expect(refusals.judged(Self.answer("a", "550 not ours")).recipients.map(\.verdict) == [.permanent])
    }

    @Test func `what is no address is refused without any relay`() {
        var refusals = RelayRefusals(of: ["a", "b"])
        let answer = RelayAnswer(relay: "a", all: ["nonsense"], .permanent, reply: "this is no mail address")
        #expect(refusals.judged(answer).recipients.map(\.verdict) == [.permanent] && !answer.isRelayRefusing)
    }
}
