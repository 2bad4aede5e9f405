/// Modules in the order of their places: each below the one that contains it (entPhysicalContainedIn, entPhysicalParentRelPos).
package struct ModuleTree: Sendable {
    /// Depth 0 are the outermost; every module stands here exactly once, also where agents report rings or missing parents.
    package let inOrder: [(depth: Int, module: DeviceModule)]

    package init(_ modules: [DeviceModule]) {
        let known = Set(modules.map(\.entPhysicalIndex))
        var children: [UInt32: [DeviceModule]] = [:]
        var roots: [DeviceModule] = []
        for module in modules {
            if let parent = module.containedIn.flatMap(UInt32.init(exactly:)), known.contains(parent),
                parent != module.entPhysicalIndex
            {
                children[parent, default: []].append(module)
            } else {
                roots.append(module)
            }
        }
        var order: [(depth: Int, module: DeviceModule)] = []
        var placed: Set<UInt32> = []
        // What is left after the outermost have been followed hangs in a ring.
        for root in roots + modules where !placed.contains(root.entPhysicalIndex) {
            var stack = [(depth: 0, module: root)]
            while let next = stack.popLast() {
                guard placed.insert(next.module.entPhysicalIndex).inserted else { continue }
                order.append(next)
                let inside = (children[next.module.entPhysicalIndex] ?? []).sorted(by: Self.byPlace)
                stack += inside.reversed().map { (next.depth + 1, $0) }
            }
        }
        inOrder = order
    }

    private static func byPlace(_ a: DeviceModule, _ b: DeviceModule) -> Bool {
        (a.parentRelPos ?? .max, a.entPhysicalIndex) < (b.parentRelPos ?? .max, b.entPhysicalIndex)
    }
}
