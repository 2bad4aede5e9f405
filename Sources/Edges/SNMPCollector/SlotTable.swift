/// The slots and their deadlines.
///
/// A free slot is used again as late as possible, so that a late or doubled reply still finds what it belonged to.
/// Deadlines stand in FIFO lists, one for each class of waiting time (four classes an octave), so that arming and disarming
/// one costs nothing however many are open; a class's head expires first up to the 19 % that a class is wide.
struct SlotTable: ~Copyable {
    static let listCount = 64

    let capacity: Int
    private let slots: UnsafeMutablePointer<Slot>
    private var free: [Int32]
    private var freeHead = 0
    private(set) var openCount = 0
    private var heads = [Int32](repeating: -1, count: listCount)
    private var tails = [Int32](repeating: -1, count: listCount)
    /// Bit n is set where list n is not empty.
    private var occupied: UInt64 = 0
    private var random: UInt64

    init(capacity: Int, seed: UInt64) {
        self.capacity = min(max(capacity, 1), 1 << Int(RequestID.slotBits))
        slots = .allocate(capacity: self.capacity)
        slots.initialize(repeating: Slot(), count: self.capacity)
        free = (0..<Int32(self.capacity)).map { $0 }
        random = seed | 1
    }

    deinit { slots.deallocate() }

    var isFull: Bool { openCount == capacity }

    subscript(index: Int) -> Slot {
        @inline(__always) unsafeAddress {
            precondition(index >= 0 && index < capacity, "slot out of range")
            return UnsafePointer(slots + index)
        }
        @inline(__always) unsafeMutableAddress {
            precondition(index >= 0 && index < capacity, "slot out of range")
            return slots + index
        }
    }

    /// Takes the slot that has been free for longest and gives it a new generation; nil if none is free.
    mutating func open() -> Int? {
        guard openCount < capacity else { return nil }
        let index = Int(free[freeHead])
        freeHead = freeHead &+ 1 == capacity ? 0 : freeHead &+ 1
        openCount &+= 1
        let old = slots[index].generation
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var generation = UInt16(truncatingIfNeeded: random >> 40) & 0x1FFF
        if generation == old { generation = generation &+ 1 & 0x1FFF }
        slots[index] = Slot()
        slots[index].generation = generation
        slots[index].state = .open
        return index
    }

    /// Gives the slot back, remembering how its question ended.
    mutating func close(_ index: Int, as state: Slot.State) {
        disarm(index)
        slots[index].state = state
        slots[index].template = nil
        var tail = freeHead &+ (capacity &- openCount)
        if tail >= capacity { tail &-= capacity }
        free[tail] = Int32(truncatingIfNeeded: index)
        openCount &-= 1
    }

    // MARK: Deadlines

    mutating func arm(_ index: Int, deadline: Int64, wait: Int64) {
        disarm(index)
        let list = Self.listIndex(wait)
        slots[index].deadline = deadline
        slots[index].list = Int32(list)
        slots[index].previous = tails[list]
        slots[index].next = -1
        if tails[list] >= 0 { slots[Int(tails[list])].next = Int32(index) } else { heads[list] = Int32(index) }
        tails[list] = Int32(index)
        occupied |= 1 << UInt64(list)
    }

    mutating func disarm(_ index: Int) {
        let list = Int(slots[index].list)
        guard list >= 0 else { return }
        let (previous, next) = (slots[index].previous, slots[index].next)
        if previous >= 0 { slots[Int(previous)].next = next } else { heads[list] = next }
        if next >= 0 { slots[Int(next)].previous = previous } else { tails[list] = previous }
        if heads[list] < 0 { occupied &= ~(1 << UInt64(list)) }
        slots[index].list = -1
    }

    /// A slot whose deadline has passed, taken off its list; nil if none.
    mutating func expired(at now: Int64) -> Int? {
        var rest = occupied
        while rest != 0 {
            let list = rest.trailingZeroBitCount
            rest &= rest &- 1
            let head = Int(heads[list])
            if slots[head].deadline <= now {
                disarm(head)
                return head
            }
        }
        return nil
    }

    /// The first deadline of all, within the width of a class; nil if nothing waits.
    var nextDeadline: Int64? {
        var first: Int64?
        var rest = occupied
        while rest != 0 {
            let deadline = slots[Int(heads[rest.trailingZeroBitCount])].deadline
            rest &= rest &- 1
            first = min(first ?? deadline, deadline)
        }
        return first
    }

    /// Classes of 10 ms times 2^(n/4).
    static func listIndex(_ wait: Int64) -> Int {
        let steps = UInt64(max(wait, 1)) / 10_000
        guard steps >= 1 else { return 0 }
        let octave = 63 &- steps.leadingZeroBitCount
        let quarter =
            octave >= 2
            ? Int(truncatingIfNeeded: steps >> UInt64(octave &- 2) & 3)
            : Int(truncatingIfNeeded: steps << UInt64(2 &- octave) & 3)
        return min(octave &* 4 &+ quarter &+ 1, listCount &- 1)
    }
}
