/// libFuzzer target for SNMPv3: the input as a datagram under each kind of keys, and the input as a PDU that is signed, encrypted, and
/// must come back as it was. The second way leads behind the digest, where random bytes never get.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzUSM(_ input: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: input, count: count)
    for keys in allKeys {
        readDatagram(Array(bytes), keys)
        sendThere(bytes, keys)
    }
    return 0
}

private let engineID: [UInt8] = [0x80, 0, 0x1F, 0x88, 4, 1, 2, 3]
nonisolated(unsafe) private let cipher = USMCipher()  // libFuzzer has one thread

/// Every digest length and every cipher once, and none.
private let allKeys: [USMKeys] = {
    let pairs: [(USMAuthentication, USMPrivacy?)] = [
        (.md5, .des), (.sha1, nil), (.sha224, .aes192), (.sha256, .aes128), (.sha384, .aes256), (.sha512, .aes128),
    ]
    let users = pairs.map { authentication, privacy in
        USMUser(
            name: "u", authentication: USMKey(authentication, password: Secret("maplesyrup")),
            privacy: privacy.map { USMKey($0, password: Secret("maplesyrup")) })
    }
    return [USMKeys()] + users.compactMap { user in (try? USMMasterKeys(user)).map { USMKeys($0, engineID: engineID) } }
}()

private func readDatagram(_ datagram: [UInt8], _ keys: USMKeys) {
    var datagram = datagram
    datagram.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress, let header = header(of: buffer) else { return }
        _ = header.isAuthentic(keys, base, buffer.count)
        if let place = header.decrypt(keys, cipher, base, buffer.count) { readScoped(place, in: buffer.span) }
        readScoped(header.data.range, in: buffer.span)
    }
}

private func header(of buffer: UnsafeMutableBufferPointer<UInt8>) -> USMHeader? {
    var outer = BERReader(0..<buffer.count)
    guard let sequence = try? outer.next(BERTag.sequence, in: buffer.span) else { return nil }
    var fields = BERReader(sequence)
    guard (try? fields.integer(in: buffer.span)) == 3 else { return nil }
    return try? USMHeader(buffer.span, after: fields)
}

private func readScoped(_ place: Range<Int>, in bytes: Span<UInt8>) {
    guard let scoped = try? ScopedPDU(place, in: bytes) else { return }
    _ = try? SNMPPDU(scoped.pdu, in: bytes)
}

private func sendThere(_ pdu: UnsafeBufferPointer<UInt8>, _ keys: USMKeys) {
    var buffer = [UInt8](repeating: 0, count: pdu.count + 300)
    let writer = USMWriter(
        messageID: 7, engineID: engineID, boots: 1, time: 2, userName: [0x75], contextEngineID: engineID, contextName: [],
        keys: keys, salt: 5)
    buffer.withUnsafeMutableBufferPointer { buffer in
        guard let place = try? writer.write(pdu.span, into: buffer, cipher: cipher) else { return }
        let message = UnsafeMutableBufferPointer(rebasing: buffer[place])
        guard let base = message.baseAddress, let header = header(of: message) else {
            preconditionFailure("a written message cannot be read")
        }
        precondition(!keys.isAuthenticated || header.isAuthentic(keys, base, message.count), "a signed message is not authentic")
        let plain = keys.isPrivate ? header.decrypt(keys, cipher, base, message.count) : header.data.start..<header.data.end
        guard let plain else { preconditionFailure("an encrypted message cannot be decrypted") }
        readScoped(plain, in: message.span)
        if let fields = carried(header, plain, keys, in: message.span) {
            precondition(fields == Array(pdu), "a PDU changed on its way")
        }
    }
}

/// The octets behind the two names of the scoped PDU.
private func carried(_ header: USMHeader, _ plain: Range<Int>, _ keys: USMKeys, in bytes: Span<UInt8>) -> [UInt8]? {
    var outer = BERReader(plain)
    guard let sequence = keys.isPrivate ? try? outer.next(BERTag.sequence, in: bytes) : header.data else { return nil }
    var fields = BERReader(sequence)
    guard (try? fields.next(in: bytes)) != nil, (try? fields.next(in: bytes)) != nil else { return nil }
    return BERElement(tag: 0, start: fields.position, end: sequence.end).octets(in: bytes)
}
