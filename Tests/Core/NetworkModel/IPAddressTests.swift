import Testing

@testable import NetworkModel

struct IPAddressTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"),
        ("::", "::"),
        ("::1", "::1"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),  // RFC 5952 section 4.2.3: the first longest run is shortened
        ("2001:db8::192.0.2.33", "2001:db8::c000:221"),
        ("::ffff:10.0.0.1", "10.0.0.1"),  // IPv4 in IPv6's clothes is IPv4
        ("fe80::", "fe80::"),
    ])
    func `an address is read and written canonically`(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", "+1.2.3.4", ":::", "1::2::3", "12345::", "::g", "1:2:3:4:5:6:7:8:9",
        "1.2.3.4:161",
    ])
    func `what is no address is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
