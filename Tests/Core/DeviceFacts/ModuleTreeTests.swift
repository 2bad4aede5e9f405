import DeviceFacts
import Testing

@Suite struct ModuleTreeTests {
    private func module(_ index: UInt32, in parent: Int64?, at place: Int64? = nil) -> DeviceModule {
        var module = DeviceModule(entPhysicalIndex: index)
        (module.containedIn, module.parentRelPos) = (parent, place)
        return module
    }

    private func order(_ modules: DeviceModule...) -> [String] {
        ModuleTree(modules).inOrder.map { "\($0.depth):\($0.module.entPhysicalIndex)" }
    }

    @Test func `parts stand below what contains them, by place`() {
        #expect(
            order(module(1, in: 0), module(2, in: 1, at: 2), module(3, in: 1, at: 1), module(4, in: 2)) == [
                "0:1", "1:3", "1:2", "2:4",
            ])
    }

    @Test func `rings, missing parents and parts within themselves are each shown once`() {
        #expect(order(module(1, in: 2), module(2, in: 1)) == ["0:1", "1:2"])
        #expect(order(module(5, in: 99)) == ["0:5"])
        #expect(order(module(6, in: 6)) == ["0:6"])
        #expect(order(module(7, in: nil), module(8, in: -1)) == ["0:7", "0:8"])
    }
}
