import CSocketBatch
import SNMPMessages

extension EngineLoop {
    func writeV3(_ index: Int, _ identifier: UInt32, _ template: RequestTemplate.View, _ buffer: UnsafeMutablePointer<UInt8>)
        -> UInt32?
    {
        finish(index, failure: .usm(.badUser("not supported yet")))
        return nil
    }

    func acceptV3(_ bytes: Span<UInt8>, _ fields: BERReader, from peer: UnsafePointer<socket_slot>) {
        counters.wrongKind &+= 1
    }
}
